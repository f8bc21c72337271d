// SPDX-License-Identifier: Apache-2.0
#include "core/memory.h"

#include <fstream>

#include <gtest/gtest.h>

#include "support/temporary_folder.h"
#include "volvr/error.h"
#include "volvr/volume.h"

namespace volvr {
namespace {

class Memory : public testing::Test {
 protected:
  void write(const std::filesystem::path& file, std::string_view text) {
    const auto path = folder_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  std::uint64_t available() const {
    return available_memory({folder_.path() / "proc", folder_.path() / "cgroup"});
  }

  test::TemporaryFolder folder_;
};

TEST_F(Memory, IsWhatTheKernelSaysIsAvailable) {
  EXPECT_EQ(available(), std::numeric_limits<std::uint64_t>::max()) << "nothing is told";
  write("proc/meminfo", "MemTotal: 900 kB\nMemFree: 100 kB\nMemAvailable:   500 kB\n");
  EXPECT_EQ(available(), 500U << 10);
}

TEST_F(Memory, IsWhatEachControlGroupLeaves) {
  write("proc/meminfo", "MemAvailable: 5000 kB\n");
  write("proc/self/cgroup", "1:name=systemd:/\n0::/a/b\n");
  write("cgroup/a/b/memory.max", "max\n");
  write("cgroup/a/b/memory.current", "900000\n");
  EXPECT_EQ(available(), 5000U << 10);
  write("cgroup/a/memory.max", "2000000\n");
  write("cgroup/a/memory.current", "1500000\n");
  write("cgroup/a/memory.stat", "anon 3\ninactive_file 200000\nactive_file 100000\nfile 7\n");
  EXPECT_EQ(available(), 800000U);
  write("cgroup/a/memory.max", "1000000\n");
  EXPECT_EQ(available(), 0U);
}

TEST_F(Memory, KnowsTheFirstVersionOfControlGroups) {
  write("proc/meminfo", "MemAvailable: 5000 kB\n");
  write("proc/self/cgroup", "4:cpu,memory:/x\n");
  write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  write("cgroup/memory/memory.usage_in_bytes", "5\n");
  EXPECT_EQ(available(), 5000U << 10);
  write("cgroup/memory/x/memory.limit_in_bytes", "3000000\n");
  write("cgroup/memory/x/memory.usage_in_bytes", "1000000\n");
  write("cgroup/memory/x/memory.stat", "total_inactive_file 500000\n");
  EXPECT_EQ(available(), 2500000U);
}

TEST_F(Memory, AVolumeThatDoesNotFitIsRefusedBeforeItIsTouched) {
  const std::uint64_t there = available_memory();
  if (there > std::uint64_t{1} << 44) GTEST_SKIP() << "this system does not tell what is free";
  try {
    allocate_voxels(4 * there);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::out_of_memory);
    EXPECT_NE(std::string(error.what()).find(std::to_string(4 * there / (1 << 20)) + " MiB"),
              std::string::npos)
        << error.what();
    EXPECT_NE(std::string(error.what()).find("are free"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace volvr
