// SPDX-License-Identifier: Apache-2.0
#include "core/crew.h"

#include <system_error>
#include <utility>

namespace volvr {

Crew::Seat& Crew::seat() {
  static thread_local Seat seat;
  return seat;
}

Crew* Crew::here() {
  return seat().crew;
}

Crew::Crew(int threads) : before_(std::exchange(seat(), Seat{this, 0})) {
  try {
    for (int i = 1; i < threads; ++i) {
      others_.emplace_back([this] {
        seat() = {this, 0};
        serve();
      });
    }
  } catch (const std::system_error&) {
    // The machine gives no more threads: those that there are do the work.
  }
}

Crew::~Crew() {
  {
    const std::scoped_lock lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  others_.clear();
  seat() = before_;
}

void Crew::run(const Job& job) {
  const int depth = std::exchange(seat().depth, job.depth);
  job.work();
  seat().depth = depth;
}

void Crew::share(int helpers, const std::function<void()>& work) {
  Job job{work, seat().depth + 1, helpers};
  if (helpers > 0) {
    {
      const std::scoped_lock lock(mutex_);
      jobs_.push_back(&job);
    }
    changed_.notify_all();
  }
  run(job);
  std::unique_lock lock(mutex_);
  job.wanted = 0;
  while (job.active > 0) {
    // Nothing of its own depth: a job that waits for this one's memory would never end.
    if (Job* const other = next(job.depth)) {
      help(*other, lock);
    } else {
      changed_.wait(lock);
    }
  }
  jobs_.remove(&job);
}

void Crew::serve() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (Job* const job = next(0)) {
      help(*job, lock);
    } else {
      changed_.wait(lock);
    }
  }
}

void Crew::help(Job& job, std::unique_lock<std::mutex>& lock) {
  --job.wanted;
  ++job.active;
  lock.unlock();
  run(job);
  lock.lock();
  job.wanted = 0;
  if (--job.active == 0) changed_.notify_all();
}

// The outermost first: whole outputs before pieces of one.
Crew::Job* Crew::next(int above) const {
  Job* best = nullptr;
  for (Job* const job : jobs_) {
    if (job->wanted > 0 && job->depth > above && (best == nullptr || job->depth < best->depth)) {
      best = job;
    }
  }
  return best;
}

}  // namespace volvr
