// SPDX-License-Identifier: Apache-2.0
#include "volvr/volume_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "io/itk_reader.h"
#include "io/random_volume.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

VolumeShape shape_of(const Volume& volume) {
  return {volume.geometry(), volume.type(), volume.components(), volume.unit()};
}

// Slices [first, first + count) at their place in the patient.
Volume slab_of(const Volume& volume, int first, int count) {
  GridGeometry grid = volume.geometry();
  grid.size.z() = count;
  grid.patient_from_index = grid.patient_from_index * Eigen::Translation3d(0.0, 0.0, first);
  const std::size_t slice =
      volume.size_bytes() / static_cast<std::size_t>(volume.geometry().size.z());
  const auto buffer = allocate_voxels(slice * static_cast<std::size_t>(count));
  std::memcpy(buffer.get(),
              static_cast<const std::byte*>(volume.buffer().get()) +
                  slice * static_cast<std::size_t>(first),
              slice * static_cast<std::size_t>(count));
  return {grid, volume.type(), buffer, volume.components(), volume.unit()};
}

ErrorCode code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_FALSE(error.subject().empty());
    return error.code();
  }
  ADD_FAILURE() << "no error";
  return ErrorCode::internal;
}

class Writing : public testing::Test {
 protected:
  GridGeometry grid() {
    GridGeometry result = test::random_grid(test::random_rotation(random_), random_);
    result.size = {7, 6, 9};
    return result;
  }
  Volume volume() { return test::random_volume(grid(), VoxelType::int16, random_); }

  test::TemporaryFolder folder_;
  std::mt19937_64 random_{77};
};

TEST_F(Writing, TheEndTellsWhatStandsInTheFile) {
  const Volume whole = volume();
  for (const std::string_view format : save_formats()) {
    const fs::path file = folder_ / ("summed." + std::string(format));
    VolumeWriter writer({.shape = shape_of(whole)}, file);
    writer.write(slab_of(whole, 0, 5));
    writer.write(slab_of(whole, 5, 4));
    const FileSum sum = writer.finish();
    const std::string bytes = contents(file);
    EXPECT_EQ(sum.bytes, bytes.size()) << format;
    EXPECT_EQ(sum.crc32, crc32(0, reinterpret_cast<const Bytef*>(bytes.data()),
                               static_cast<uInt>(bytes.size())))
        << format;
    EXPECT_EQ(writer.finish(), sum) << format;
  }
}

TEST_F(Writing, SlabsMakeTheSameFileAsTheWholeInEveryFormat) {
  for (const int components : {1, 3}) {
    const Volume whole = test::random_volume(grid(), VoxelType::uint8, random_, components);
    for (const std::string_view format : save_formats()) {
      const fs::path at_once = folder_ / ("whole." + std::string(format));
      const fs::path in_slabs = folder_ / ("slabs." + std::string(format));
      save(whole, at_once, {.overwrite = true});
      VolumeWriter writer({.shape = shape_of(whole)}, in_slabs, {.overwrite = true});
      writer.write(slab_of(whole, 0, 4));
      writer.write(slab_of(whole, 4, 1));
      writer.write(slab_of(whole, 5, 4));
      writer.finish();
      EXPECT_EQ(contents(at_once), contents(in_slabs)) << format;
    }
  }
}

class Sequence : public Writing, public testing::WithParamInterface<std::string> {};

TEST_P(Sequence, IsReadByItkWithItsTimes) {
  const GridGeometry same = grid();
  const fs::path file = folder_ / ("sequence." + GetParam());
  std::vector<Volume> volumes;
  for (int i = 0; i < 4; ++i) {
    volumes.push_back(test::random_volume(same, VoxelType::int16, random_));
  }
  VolumeWriter writer({.shape = shape_of(volumes[0]), .volumes = 4, .time_step = 2.25}, file);
  std::string values;
  for (const Volume& volume : volumes) {
    writer.write(slab_of(volume, 0, 5));
    writer.write(slab_of(volume, 5, 4));
    values.append(static_cast<const char*>(volume.buffer().get()), volume.size_bytes());
  }
  writer.finish();
  const test::ReadByItk read = test::read_by_itk(file);
  ASSERT_EQ(read.dimensions, 4U);
  EXPECT_EQ(read.volumes, 4U);
  EXPECT_DOUBLE_EQ(read.time_step, 2.25);
  EXPECT_EQ(read.components, 1U);
  ASSERT_EQ(read.values.size(), values.size());
  EXPECT_EQ(std::memcmp(read.values.data(), values.data(), values.size()), 0);
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 4; ++column) {
      EXPECT_NEAR(read.patient_from_index[row][column],
                  same.patient_from_index(static_cast<int>(row), static_cast<int>(column)), 1e-4);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Sequence, testing::Values("nii", "nii.gz", "nrrd", "mha"),
                         [](const auto& format) {
                           return format.param == "nii.gz" ? std::string("nii_gz") : format.param;
                         });

TEST_F(Writing, ASequenceThatIsNoTimeCourseIsAListInNrrd) {
  const Volume one = volume();
  VolumeWriter writer({.shape = shape_of(one), .volumes = 2}, folder_ / "list.nrrd");
  writer.write(one);
  writer.write(one);
  writer.finish();
  EXPECT_THAT(contents(folder_ / "list.nrrd"),
              testing::HasSubstr("kinds: domain domain domain list\n"));
  const test::ReadByItk read = test::read_by_itk(folder_ / "list.nrrd");
  EXPECT_EQ(read.components, 2U) << "ITK makes a list the components of its pixels";
}

TEST_F(Writing, VtiRefusesSequencesAndShearedGrids) {
  const Volume one = volume();
  EXPECT_EQ(
      code_of([&] { VolumeWriter({.shape = shape_of(one), .volumes = 2}, folder_ / "v.vti"); }),
      ErrorCode::unsupported);
  const Volume sheared = test::random_volume(
      test::random_grid(test::random_shear(random_), random_), VoxelType::int16, random_);
  EXPECT_EQ(code_of([&] { save(sheared, folder_ / "v.vti"); }), ErrorCode::unsupported);
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(Writing, RefusesWhatDoesNotFollow) {
  const Volume one = volume();
  const auto refusal = [&](const Volume& first, const Volume& second) {
    return code_of([&] {
      VolumeWriter writer({.shape = shape_of(one)}, folder_ / "v.nii");
      writer.write(first);
      writer.write(second);
    });
  };
  const auto invalid = ErrorCode::invalid_argument;
  EXPECT_EQ(refusal(slab_of(one, 0, 4), slab_of(one, 5, 4)), invalid) << "a gap";
  EXPECT_EQ(refusal(slab_of(one, 0, 4), slab_of(one, 0, 4)), invalid) << "the same again";
  EXPECT_EQ(refusal(one, one), invalid) << "too much";
  EXPECT_EQ(refusal(slab_of(one, 0, 4), Volume{}), invalid);
  GridGeometry flipped = one.geometry();
  flipped.patient_from_index.linear().col(1) *= -1.0;
  EXPECT_EQ(refusal(test::random_volume(flipped, VoxelType::int16, random_), one), invalid);
  EXPECT_EQ(refusal(test::random_volume(one.geometry(), VoxelType::uint16, random_), one), invalid);
  EXPECT_EQ(code_of([&] {
              VolumeWriter writer({.shape = shape_of(one)}, folder_ / "v.nii");
              writer.write(slab_of(one, 0, 8));
              writer.finish();
            }),
            invalid);
  EXPECT_TRUE(fs::is_empty(folder_.path())) << "nothing half-written stays";
}

TEST_F(Writing, ResamplingsStandInTheFilesOwnMetadata) {
  const Volume one = volume();
  const Resampling done{"gantry-tilt", "linear", "a grid of 18.5 degrees \\ shear\nmade straight"};
  const std::string line = "gantry-tilt (linear): a grid of 18.5 degrees \\ shear made straight";
  for (const char* format : {"nrrd", "mha"}) {
    const fs::path file = folder_ / ("v." + std::string(format));
    VolumeWriter writer({.shape = shape_of(one), .resamplings = {done}}, file);
    writer.write(one);
    writer.finish();
    auto texts = test::read_by_itk(file).texts;
    const std::string said =
        format == std::string("nrrd") ? texts["volvr resampling 1"] : texts["Comment"];
    if (format == std::string("mha") && said.empty()) {
      EXPECT_THAT(contents(file), testing::HasSubstr("resampled: " + line));
    } else {
      EXPECT_THAT(said, testing::HasSubstr(line)) << format;
    }
  }
}

TEST_F(Writing, ALongCommentOfMetaImageIsCutWhereReadersHaveRoom) {
  const Volume one = volume();
  const std::vector<Resampling> many(9,
                                     {"missing-slices", "linear along k", std::string(500, 'x')});
  VolumeWriter writer({.shape = shape_of(one), .resamplings = many}, folder_ / "v.mha");
  writer.write(one);
  writer.finish();
  const std::string text = contents(folder_ / "v.mha");
  const auto begin = text.find("Comment = ");
  EXPECT_LE(text.find('\n', begin) - begin, 210U);
  EXPECT_EQ(test::read_by_itk(folder_ / "v.mha").size[0], 7U);
}

}  // namespace
}  // namespace volvr
