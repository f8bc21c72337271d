// SPDX-License-Identifier: Apache-2.0
#include "convert/batch_progress.h"

#include "volvr/error.h"

namespace volvr::batch {

void BatchProgress::add(std::uint64_t bytes) {
  {
    const std::scoped_lock lock(mutex_);
    done_ += bytes;
  }
  if (!report()) throw Error(ErrorCode::cancelled, "Stopped on request.");
}

ProgressSink BatchProgress::inner() {
  return [this](const Progress&) { return report(); };
}

bool BatchProgress::stopped() const {
  const std::scoped_lock lock(mutex_);
  return stopped_;
}

bool BatchProgress::report() {
  constexpr auto interval = std::chrono::milliseconds(50);
  const std::scoped_lock lock(mutex_);
  if (stopped_ || !sink_) return !stopped_;
  const auto now = std::chrono::steady_clock::now();
  const bool just_done = done_ >= total_ && !told_all_;
  if (now - last_ < interval && !just_done) return true;
  last_ = now;
  told_all_ = done_ >= total_;
  stopped_ = !sink_({"converting", done_, total_, "bytes"});
  return !stopped_;
}

}  // namespace volvr::batch
