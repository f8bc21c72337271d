// SPDX-License-Identifier: Apache-2.0
#include "core/parallel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "volvr/error.h"

namespace volvr {
namespace {

TEST(Parallel, EveryIndexIsVisitedOnce) {
  std::vector<std::atomic<int>> visits(1000);
  parallel_for(visits.size(), 4, [&](std::size_t i) { ++visits[i]; });
  EXPECT_TRUE(std::ranges::all_of(visits, [](const auto& count) { return count == 1; }));
}

TEST(Parallel, NoWorkIsNoCall) {
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(Parallel, AnExceptionReachesTheCallerAndStopsTheRest) {
  std::atomic<int> calls = 0;
  const auto body = [&](std::size_t i) {
    ++calls;
    if (i == 3) throw Error(ErrorCode::malformed, "the third");
  };
  EXPECT_THROW(parallel_for(1000000, 2, body), Error);
  EXPECT_LT(calls, 1000000);
}

TEST(Parallel, ProgressEndsAtTheTotal) {
  std::uint64_t last = 0;
  const auto sink = [&](const Progress& progress) {
    EXPECT_GE(progress.done, last);
    EXPECT_EQ(progress.total, 50U);
    last = progress.done;
    return true;
  };
  parallel_for(50, 3, [](std::size_t) {}, {sink, "working", "things"});
  EXPECT_EQ(last, 50U);
}

TEST(Parallel, ASinkThatSaysNoCancels) {
  try {
    parallel_for(100, 2, [](std::size_t) {}, {[](const Progress&) { return false; }, "", ""});
    FAIL() << "not cancelled";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
}

TEST(Parallel, ThreadsAreNeverMoreThanTheWork) {
  EXPECT_EQ(thread_count(8, 3), 3);
  EXPECT_EQ(thread_count(8, 0), 1);
  EXPECT_GE(thread_count(0, 100), 1);
}

}  // namespace
}  // namespace volvr
