// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "io/random_volume.h"
#include "support/ordinary_user.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"
#include "volvr/save.h"

namespace volvr {
namespace {

namespace fs = std::filesystem;

// Saves in a child process whose files may have no more than `most_bytes`, as if the disk were full
// there; gives its exit status: 0 saved, 1 + the error's code, 255 for anything else.
int save_with_limit(const Volume& volume, const fs::path& file, rlim_t most_bytes) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{most_bytes, most_bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
    int status = 255;
    try {
      save(volume, file);
      status = 0;
    } catch (const Error& error) {
      status = 1 + static_cast<int>(error.code());
    } catch (...) {
    }
    _exit(status);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

class FullDisk : public testing::TestWithParam<std::string> {};

TEST_P(FullDisk, IsNoticedWhereverItFillsAndLeavesNothing) {
  std::mt19937_64 random(11);
  GridGeometry grid = test::random_grid(Eigen::Matrix3d::Identity(), random);
  grid.size = {40, 40, 20};
  const Volume volume = test::random_volume(grid, VoxelType::int16, random);
  const test::TemporaryFolder folder;
  const fs::path file = folder / ("volume." + GetParam());
  save(volume, file);
  const auto whole = static_cast<rlim_t>(fs::file_size(file));
  fs::remove(file);
  for (const rlim_t most : {rlim_t{0}, rlim_t{100}, rlim_t{352}, rlim_t{5000}, whole / 2,
                            whole - 4096, whole - 512, whole - 1}) {
    EXPECT_EQ(save_with_limit(volume, file, most), 1 + static_cast<int>(ErrorCode::no_space))
        << "full after " << most << " of " << whole << " bytes";
    EXPECT_TRUE(fs::is_empty(folder.path())) << "full after " << most << " bytes";
  }
  EXPECT_EQ(save_with_limit(volume, file, whole), 0);
  EXPECT_EQ(fs::file_size(file), whole);
}

INSTANTIATE_TEST_SUITE_P(Save, FullDisk, testing::Values("nii", "nii.gz", "nrrd", "mha", "vti"),
                         [](const auto& format) {
                           return format.param == "nii.gz" ? std::string("nii_gz") : format.param;
                         });

TEST(SaveErrors, AFolderThatMayNotBeWrittenIsSaid) {
  std::mt19937_64 random(12);
  const Volume volume = test::random_volume(test::random_grid(Eigen::Matrix3d::Identity(), random),
                                            VoxelType::int16, random);
  const test::TemporaryFolder folder;
  const test::OrdinaryUser user(folder);
  if (!user.problem().empty()) GTEST_SKIP() << user.problem();
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  try {
    save(volume, folder / "volume.nii");
    ADD_FAILURE() << "written";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_writable);
  }
  fs::permissions(folder.path(), fs::perms::owner_all);
}

}  // namespace
}  // namespace volvr
