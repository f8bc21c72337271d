// SPDX-License-Identifier: Apache-2.0
#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>

#include "core/crew.h"
#include "volvr/error.h"

namespace volvr {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto report_interval = std::chrono::milliseconds(50);

// Tells the sink how far the work is, at most every report_interval, from one thread at a time.
class Reporter {
 public:
  Reporter(const ParallelProgress& progress, std::size_t total)
      : progress_(progress), total_(total) {}

  void finished_one() {
    const std::size_t done = ++done_;
    if (!progress_.sink) return;
    const std::scoped_lock lock(mutex_);
    const auto now = Clock::now();
    if (done != total_ && now - last_ < report_interval) return;
    last_ = now;
    if (!progress_.sink({progress_.stage, done, total_, progress_.unit})) {
      throw Error(ErrorCode::cancelled, "Stopped on request.");
    }
  }

 private:
  const ParallelProgress& progress_;
  std::size_t total_;
  std::atomic<std::size_t> done_ = 0;
  std::mutex mutex_;
  Clock::time_point last_{};
};

}  // namespace

int thread_count(int threads, std::size_t work) {
  const int wanted = threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency());
  const auto most = static_cast<int>(std::min<std::size_t>(work, 1024));
  return std::max(1, std::min(wanted, most));
}

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body,
                  const ParallelProgress& progress) {
  Reporter reporter(progress, count);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stop = false;
  std::exception_ptr failure;
  std::mutex failure_mutex;

  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < count && !stop; i = next++) {
        body(i);
        reporter.finished_one();
      }
    } catch (...) {
      stop = true;
      const std::scoped_lock lock(failure_mutex);
      if (!failure) failure = std::current_exception();
    }
  };

  const int helpers = thread_count(threads, count) - 1;
  if (Crew* const crew = Crew::here()) {
    crew->share(helpers, work);
  } else {
    Crew own(helpers + 1);
    own.share(helpers, work);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace volvr
