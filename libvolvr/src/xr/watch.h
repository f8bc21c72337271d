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
///     watch.during([&] { call_that_may_hang(); });
class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  /// @param on_silence  called from another thread, once for each work that takes longer
  /// @param on_answer   called after such work, where it did return, by whom it was asked for
  Watch(Clock::duration longest, std::function<void()> on_silence, std::function<void()> on_answer);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// Work of one thread, and not within other such work. What it throws goes on.
  template <class Work>
  void during(Work&& work) {
    begin();
    try {
      work();
    } catch (...) {
      end();
      throw;
    }
    if (end()) on_answer_();
  }

 private:
  void begin();
  bool end();  // whether there was silence
  void run();

  Clock::duration longest_;
  std::function<void()> on_silence_;
  std::function<void()> on_answer_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::optional<Clock::time_point> due_;  // while a call lasts that was not yet told of
  bool was_silent_ = false;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace volvr::xr
