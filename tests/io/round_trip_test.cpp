// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <optional>

#include "io/itk_reader.h"
#include "io/random_volume.h"
#include "support/temporary_folder.h"
#include "volvr/save.h"

namespace volvr {
namespace {

constexpr double tolerance = 1e-4;  // millimetres

const std::map<VoxelType, std::string> itk_names = {
    {VoxelType::int8, "char"},     {VoxelType::uint8, "unsigned_char"},
    {VoxelType::int16, "short"},   {VoxelType::uint16, "unsigned_short"},
    {VoxelType::int32, "int"},     {VoxelType::uint32, "unsigned_int"},
    {VoxelType::float32, "float"}, {VoxelType::float64, "double"}};

Eigen::Affine3d transform_of(const test::ReadByItk& read) {
  Eigen::Affine3d transform = Eigen::Affine3d::Identity();
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      transform(row, column) =
          read.patient_from_index[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
    }
  }
  return transform;
}

void expect_same(const Volume& volume, const test::ReadByItk& read, const std::string& what) {
  for (int axis = 0; axis < 3; ++axis) {
    ASSERT_EQ(read.size[static_cast<std::size_t>(axis)],
              static_cast<std::size_t>(volume.geometry().size[axis]))
        << what;
  }
  EXPECT_LT(test::worst_corner(volume.geometry(), transform_of(read)), tolerance) << what;
  EXPECT_EQ(read.component, itk_names.at(volume.type())) << what;
  EXPECT_EQ(read.components, static_cast<unsigned int>(volume.components())) << what;
  ASSERT_EQ(read.values.size(), volume.size_bytes()) << what;
  EXPECT_EQ(std::memcmp(read.values.data(), volume.buffer().get(), read.values.size()), 0) << what;
}

class RoundTrip : public testing::TestWithParam<std::string> {
 protected:
  void expect_round_trip(const Volume& volume, const std::string& what) {
    const auto file = folder_ / ("volume." + GetParam());
    save(volume, file, {.overwrite = true});
    expect_same(volume, test::read_by_itk(file), what);
  }

  test::TemporaryFolder folder_;
  std::mt19937_64 random_{42};
};

TEST_P(RoundTrip, KeepsEveryAxisOrderWithAnisotropicVoxels) {
  for (int which = 0; which < test::axis_orders; ++which) {
    const GridGeometry grid = test::random_grid(test::axis_order(which), random_);
    expect_round_trip(test::random_volume(grid, VoxelType::int16, random_),
                      "axes " + axis_codes(grid));
  }
}

TEST_P(RoundTrip, KeepsAnyRotationLeftAndRightHanded) {
  for (int i = 0; i < 80; ++i) {
    Eigen::Matrix3d axes = test::random_rotation(random_);
    if (i % 2 == 1) axes.col(2) *= -1.0;
    const GridGeometry grid = test::random_grid(axes, random_);
    expect_round_trip(test::random_volume(grid, VoxelType::uint8, random_),
                      "rotation " + std::to_string(i));
  }
}

TEST_P(RoundTrip, KeepsSlightlyTiltedAxialSlices) {
  for (int i = 0; i < 80; ++i) {
    const double small = 1e-6 * std::pow(10.0, 0.0625 * i);
    const GridGeometry grid = test::random_grid(test::tilted_axial(small), random_);
    expect_round_trip(test::random_volume(grid, VoxelType::int8, random_),
                      "tilted by " + std::to_string(small));
  }
}

// Folders made while one lives lie in memory where the system has such a place: every file is
// flushed to its disk, and ten thousand flushes take minutes.
class FoldersInMemory {
 public:
  FoldersInMemory() {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
  }
  ~FoldersInMemory() { before_ ? setenv("TMPDIR", before_->c_str(), 1) : unsetenv("TMPDIR"); }
  FoldersInMemory(const FoldersInMemory&) = delete;
  FoldersInMemory& operator=(const FoldersInMemory&) = delete;

 private:
  std::optional<std::string> before_;
};

// Together with the axis orders all that a scanner can do, ten thousand times.
TEST_P(RoundTrip, KeepsTenThousandRandomAffines) {
  const FoldersInMemory in_memory;
  const test::TemporaryFolder folder;
  double worst = 0.0;
  for (int i = 0; i < 10000; ++i) {
    Eigen::Matrix3d axes = test::axis_order(i / 4 % test::axis_orders);
    if (i % 4 == 1) axes = test::random_rotation(random_);
    if (i % 4 == 2) axes = test::random_rotation(random_) * Eigen::Vector3d(1, 1, -1).asDiagonal();
    if (i % 4 == 3) axes *= test::tilted_axial(1e-7 * std::pow(10.0, 0.0006 * i));
    GridGeometry grid = test::random_grid(axes, random_);
    grid.size = grid.size.cwiseMin(6);
    const Volume volume = test::random_volume(grid, VoxelType::int8, random_);
    const auto file = folder / ("volume." + GetParam());
    save(volume, file, {.overwrite = true, .threads = 1});
    const test::ReadByItk read = test::read_by_itk(file);
    expect_same(volume, read, "case " + std::to_string(i));
    worst = std::max(worst, test::worst_corner(grid, transform_of(read)));
    if (HasFailure()) break;
  }
  RecordProperty("worst_millimetres", std::to_string(worst));
  std::cout << "worst corner of 10000: " << worst << " mm\n";
}

TEST_P(RoundTrip, KeepsEveryVoxelType) {
  for (const VoxelType type : test::all_types) {
    const GridGeometry grid = test::random_grid(test::random_rotation(random_), random_);
    expect_round_trip(test::random_volume(grid, type, random_), std::string(to_string(type)));
  }
}

TEST_P(RoundTrip, KeepsColours) {
  const GridGeometry grid = test::random_grid(test::random_rotation(random_), random_);
  expect_round_trip(test::random_volume(grid, VoxelType::uint8, random_, 3), "RGB");
}

TEST_P(RoundTrip, KeepsOneSlice) {
  GridGeometry grid = test::random_grid(test::random_rotation(random_), random_);
  grid.size = {5, 4, 1};
  const auto file = folder_ / ("volume." + GetParam());
  const Volume volume = test::random_volume(grid, VoxelType::uint16, random_);
  save(volume, file);
  expect_same(volume, test::read_by_itk(file), "one slice");
}

INSTANTIATE_TEST_SUITE_P(Save, RoundTrip, testing::Values("nii", "nii.gz", "nrrd", "mha"),
                         [](const auto& format) {
                           return format.param == "nii.gz" ? std::string("nii_gz") : format.param;
                         });

// ITK refuses a sheared NIfTI; nibabel_witness.py reads those.
class ShearedRoundTrip : public RoundTrip {};

TEST_P(ShearedRoundTrip, KeepsAShearedGridAsItIs) {
  for (int i = 0; i < 200; ++i) {
    const GridGeometry grid = test::random_grid(test::random_shear(random_), random_);
    ASSERT_GT(shear_degrees(grid), 1.9);
    expect_round_trip(test::random_volume(grid, VoxelType::int16, random_),
                      "sheared by " + std::to_string(shear_degrees(grid)) + " degrees");
  }
}

INSTANTIATE_TEST_SUITE_P(Save, ShearedRoundTrip, testing::Values("nrrd", "mha"));

}  // namespace
}  // namespace volvr
