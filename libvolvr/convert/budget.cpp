// SPDX-License-Identifier: Apache-2.0
#include "convert/budget.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace volvr::batch {

Budget::Memory::Memory(Budget& budget, std::uint64_t bytes) : budget_(budget), bytes_(bytes) {
  std::unique_lock lock(budget_.mutex_);
  const std::uint64_t ticket = budget_.next_ticket_++;
  budget_.changed_.wait(lock, [&] {
    return ticket == budget_.served_ && budget_.memory_used_ + bytes_ <= budget_.memory_;
  });
  ++budget_.served_;
  budget_.memory_used_ += bytes_;
  budget_.changed_.notify_all();
}

Budget::Memory::~Memory() {
  const std::scoped_lock lock(budget_.mutex_);
  budget_.memory_used_ -= bytes_;
  budget_.changed_.notify_all();
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  file >> total >> resident;
  return file ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

std::uint64_t machine_memory() {
  const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
  std::uint64_t bytes = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  // A group without a limit says "max", which is no number.
  for (const char* name :
       {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::uint64_t limit = 0;
    if (std::ifstream(name) >> limit && limit > 0) bytes = std::min(bytes, limit);
  }
  return bytes;
}

}  // namespace volvr::batch
