// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace volvr::xr {

/// Notices that a call does not return. Nothing can make it return; but somebody can be told.
///
///     watch.begin();
///     call_that_may_hang();
///     if (watch.end()) say("It goes on.");
class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  /// @param on_silence  called from another thread, once for each call that takes longer
  Watch(Clock::duration longest, std::function<void()> on_silence);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void begin();
  bool end();  ///< whether there was silence

 private:
  void run();

  Clock::duration longest_;
  std::function<void()> on_silence_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::optional<Clock::time_point> due_;  // while a call lasts that was not yet told of
  bool was_silent_ = false;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace volvr::xr
