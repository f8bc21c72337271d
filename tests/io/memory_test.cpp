// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>

#include "support/temporary_folder.h"
#include "volvr/save.h"

namespace volvr {
namespace {

constexpr std::uint64_t megabyte = 1U << 20U;

// Most memory that this process ever had resident, in bytes.
std::uint64_t peak_bytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word != "VmHWM:") continue;
    std::uint64_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes * 1024;
  }
  return 0;
}

// In a process of its own: fills a volume, saves it, and exits with the megabytes by which the peak
// rose while saving (at most 254).
int megabytes_needed_to_save(const std::filesystem::path& file, int slices) {
  const pid_t child = fork();
  if (child == 0) {
    GridGeometry grid;
    grid.size = {512, 512, slices};
    const std::uint64_t bytes = voxel_count(grid) * 2;
    const auto buffer = allocate_voxels(bytes);
    std::memset(buffer.get(), 7, bytes);
    const Volume volume(grid, VoxelType::int16, buffer);
    const std::uint64_t before = peak_bytes();
    save(volume, file);
    _exit(static_cast<int>(std::min<std::uint64_t>((peak_bytes() - before) / megabyte, 254)));
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

TEST(SaveMemory, NoFormatCopiesTheVolume) {
  constexpr int slices = 128;  // 64 MB
  const test::TemporaryFolder folder;
  for (const std::string_view format : save_formats()) {
    const int more = megabytes_needed_to_save(folder / ("v." + std::string(format)), slices);
    EXPECT_LE(more, 16) << format << " needed " << more << " MB more than the volume's 64";
  }
}

}  // namespace
}  // namespace volvr
