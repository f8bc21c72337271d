// SPDX-License-Identifier: Apache-2.0
#include "xr/watch.h"

#include <utility>

namespace volvr::xr {

Watch::Watch(Clock::duration longest, std::function<void()> on_silence,
             std::function<void()> on_answer)
    : longest_(longest),
      on_silence_(std::move(on_silence)),
      on_answer_(std::move(on_answer)),
      thread_([this] { run(); }) {}

Watch::~Watch() {
  {
    const std::scoped_lock locked(mutex_);
    ends_ = true;
  }
  news_.notify_one();
  thread_.join();
}

// The thread that sleeps looks again when it wakes; there is no need to wake it for every call.
void Watch::begin() {
  const std::scoped_lock locked(mutex_);
  due_ = Clock::now() + longest_;
}

bool Watch::end() {
  const std::scoped_lock locked(mutex_);
  due_.reset();
  return std::exchange(was_silent_, false);
}

void Watch::run() {
  std::unique_lock locked(mutex_);
  while (!ends_) {
    const auto now = Clock::now();
    if (due_ && *due_ <= now) {
      due_.reset();
      was_silent_ = true;
      locked.unlock();
      on_silence_();
      locked.lock();
      continue;
    }
    news_.wait_until(locked, due_ ? *due_ : now + longest_ / 2);
  }
}

}  // namespace volvr::xr
