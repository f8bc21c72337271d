// SPDX-License-Identifier: Apache-2.0
#include "core/crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "core/parallel.h"

namespace volvr {
namespace {

// Waits until `count` threads are here at once.
class Meeting {
 public:
  explicit Meeting(int count) : missing_(count) {}

  bool meet() {
    std::unique_lock lock(mutex_);
    --missing_;
    met_.notify_all();
    return met_.wait_for(lock, std::chrono::seconds(20), [&] { return missing_ <= 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable met_;
  int missing_;
};

TEST(Crew, NestedWorkIsDoneByItsThreadsAlone) {
  const Crew crew(3);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::atomic<int> visits = 0;
  for (int round = 0; round < 20; ++round) {
    parallel_for(7, 8, [&](std::size_t) {
      parallel_for(50, 8, [&](std::size_t) {
        ++visits;
        const std::scoped_lock lock(mutex);
        threads.insert(std::this_thread::get_id());
      });
    });
  }
  EXPECT_EQ(visits, 20 * 7 * 50);
  EXPECT_LE(threads.size(), 3U);
}

TEST(Crew, AThreadThatWaitsForAnotherHelpsIt) {
  const Crew crew(2);
  Meeting both(2);
  std::atomic<int> met = 0;
  parallel_for(2, 2, [&](std::size_t i) {
    if (i == 0) return;
    parallel_for(2, 2, [&](std::size_t) { met += both.meet() ? 1 : 0; });
  });
  EXPECT_EQ(met, 2);
}

TEST(Crew, OneThreadDoesEverythingItself) {
  const Crew crew(1);
  const std::thread::id self = std::this_thread::get_id();
  int visits = 0;
  parallel_for(5, 4, [&](std::size_t) {
    EXPECT_EQ(std::this_thread::get_id(), self);
    ++visits;
  });
  EXPECT_EQ(visits, 5);
}

TEST(Crew, EndsWithItsScope) {
  EXPECT_EQ(Crew::here(), nullptr);
  {
    Crew outer(2);
    {
      Crew inner(2);
      EXPECT_EQ(Crew::here(), &inner);
    }
    EXPECT_EQ(Crew::here(), &outer);
  }
  EXPECT_EQ(Crew::here(), nullptr);
}

}  // namespace
}  // namespace volvr
