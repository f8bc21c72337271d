// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace volvr {

/// Threads that are started once and serve all that a long piece of work does in parallel, however
/// it is nested: while a crew lives, `parallel_for` takes its helpers from the crew of the calling
/// thread and starts none itself. So there are never more threads than were asked for.
class Crew {
 public:
  /// @param threads  with the calling one, which is of the crew until it ends; at least 1
  explicit Crew(int threads);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// The crew that the calling thread is of, if any.
  static Crew* here();

  /// Calls `work` here, and from up to `helpers` others of the crew as they become idle before
  /// `work` has returned anywhere: a call that returns says that there is nothing left to begin.
  /// Returns when all calls have returned; until then this thread helps with what they share out in
  /// turn. @pre `work` throws nothing
  void share(int helpers, const std::function<void()>& work);

 private:
  struct Job {
    const std::function<void()>& work;
    int depth;
    int wanted;  // helpers that may still begin
    int active = 0;
  };
  struct Seat {
    Crew* crew = nullptr;
    int depth = 0;  // of the job that the thread is at
  };

  static Seat& seat();
  static void run(const Job& job);
  void serve();
  void help(Job& job, std::unique_lock<std::mutex>& lock);
  Job* next(int above) const;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Job*> jobs_;
  bool over_ = false;
  Seat before_;
  std::vector<std::jthread> others_;
};

}  // namespace volvr
