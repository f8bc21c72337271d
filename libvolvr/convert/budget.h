// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace volvr::batch {

/// Memory that the outputs of a batch share.
class Budget {
 public:
  /// @param memory  bytes
  explicit Budget(std::uint64_t memory) : memory_(memory) {}

  std::uint64_t memory() const { return memory_; }

  /// Memory of the budget while it lives. Waits until that much is free; those who wait are served
  /// in turn, so that a large one is not passed by for ever.
  class Memory {
   public:
    /// @pre bytes <= budget.memory()
    Memory(Budget& budget, std::uint64_t bytes);
    ~Memory();
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

   private:
    Budget& budget_;
    std::uint64_t bytes_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t memory_;
  std::uint64_t memory_used_ = 0;
  std::uint64_t next_ticket_ = 0;
  std::uint64_t served_ = 0;
};

/// Bytes that this process holds in memory now; 0 where the system does not tell.
std::uint64_t resident_bytes();

/// Memory of the machine, or of the control group that the process lives in, if that is less.
std::uint64_t machine_memory();

}  // namespace volvr::batch
