// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>

namespace volvr {

/// Where Linux tells of memory; a test gives folders of its own.
struct MemorySources {
  std::filesystem::path proc = "/proc";
  std::filesystem::path cgroup = "/sys/fs/cgroup";
};

/// Bytes that this process can still use without swapping: the kernel's MemAvailable (proc(5)), and
/// what the limits of the process's control groups (versions 1 and 2) leave, where file pages count
/// as free. Everything where the system does not tell.
std::uint64_t available_memory(const MemorySources& sources = {});

}  // namespace volvr
