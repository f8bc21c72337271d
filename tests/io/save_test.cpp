// SPDX-License-Identifier: Apache-2.0
#include "volvr/save.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "io/random_volume.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr {
namespace {

namespace fs = std::filesystem;

Volume some_volume() {
  std::mt19937_64 random(9);
  return test::random_volume(test::random_grid(Eigen::Matrix3d::Identity(), random),
                             VoxelType::int16, random);
}

ErrorCode code_of(const Volume& volume, const fs::path& file, const SaveOptions& options = {}) {
  try {
    save(volume, file, options);
  } catch (const Error& error) {
    EXPECT_FALSE(std::string(error.what()).empty());
    return error.code();
  }
  ADD_FAILURE() << file << " was written";
  return ErrorCode::internal;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

TEST(Save, EveryFormatItNamesIsWritten) {
  const test::TemporaryFolder folder;
  for (const std::string_view format : save_formats()) {
    const fs::path file = folder / ("volume." + std::string(format));
    save(some_volume(), file);
    EXPECT_GT(fs::file_size(file), 100U);
  }
  EXPECT_EQ(names_in(folder.path()).size(), save_formats().size());
}

TEST(Save, UnknownEndingsAreRefusedByTheirName) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(code_of(some_volume(), folder / "volume.jpg"), ErrorCode::unsupported);
  EXPECT_EQ(code_of(some_volume(), folder / "nii"), ErrorCode::unsupported);
  EXPECT_THAT(names_in(folder.path()), testing::IsEmpty());
}

TEST(Save, AnEmptyVolumeIsRefused) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(code_of(Volume{}, folder / "volume.nii"), ErrorCode::invalid_argument);
}

TEST(Save, AnExistingFileStaysUnlessItMayBeReplaced) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "volume.nii") << "mine";
  EXPECT_EQ(code_of(some_volume(), folder / "volume.nii"), ErrorCode::not_writable);
  EXPECT_EQ(fs::file_size(folder / "volume.nii"), 4U);
  save(some_volume(), folder / "volume.nii", {.overwrite = true});
  EXPECT_GT(fs::file_size(folder / "volume.nii"), 352U);
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("volume.nii"));
}

TEST(Save, AMissingFolderIsNotMade) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(code_of(some_volume(), folder / "absent/volume.nii"), ErrorCode::not_writable);
  EXPECT_THAT(names_in(folder.path()), testing::IsEmpty());
}

TEST(Save, ProgressReachesTheEndAndAStopLeavesNothing) {
  const test::TemporaryFolder folder;
  const Volume volume = some_volume();
  for (const std::string_view format : save_formats()) {
    const fs::path file = folder / ("volume." + std::string(format));
    const ProgressSink stop = [](const Progress&) { return false; };
    EXPECT_EQ(code_of(volume, file, {.progress = stop}), ErrorCode::cancelled) << format;
    EXPECT_THAT(names_in(folder.path()), testing::IsEmpty()) << format;
    Progress last;
    save(volume, file, {.progress = [&](const Progress& progress) {
           last = progress;
           return true;
         }});
    EXPECT_EQ(last.done, volume.size_bytes()) << format;
    EXPECT_EQ(last.total, volume.size_bytes()) << format;
    fs::remove(file);
  }
}

}  // namespace
}  // namespace volvr
