// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace volvr::batch {

/// Threads and memory that the outputs of a batch share.
class Budget {
 public:
  /// @param threads  that may work at once
  /// @param memory   bytes
  Budget(int threads, std::uint64_t memory) : threads_(threads), memory_(memory) {}

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

  /// A worker, which counts as one thread while it lives.
  class Worker {
   public:
    explicit Worker(Budget& budget);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

   private:
    Budget& budget_;
  };

  /// Threads for a step of one worker: its own, and its share of those that no worker uses.
  class Threads {
   public:
    explicit Threads(Budget& budget);
    ~Threads();
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;
    int count() const { return 1 + lent_; }

   private:
    Budget& budget_;
    int lent_ = 0;
  };

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int threads_;
  int workers_ = 0;
  int lent_ = 0;
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
