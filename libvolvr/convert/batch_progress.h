// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

#include "volvr/progress.h"

namespace volvr::batch {

/// One measure of progress for all that the workers of a batch do: bytes of voxels.
class BatchProgress {
 public:
  BatchProgress(const ProgressSink& sink, std::uint64_t total) : sink_(sink), total_(total) {}

  /// @throws Error cancelled once the sink asked to stop
  void add(std::uint64_t bytes);

  /// For what a worker calls: tells no progress of its own, and stops when the batch does.
  ProgressSink inner();

  bool stopped() const;

 private:
  bool report();

  const ProgressSink& sink_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  bool stopped_ = false;
  bool told_all_ = false;
  std::chrono::steady_clock::time_point last_{};
  mutable std::mutex mutex_;
};

}  // namespace volvr::batch
