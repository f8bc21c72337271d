// SPDX-License-Identifier: Apache-2.0
#include "xr/watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace volvr::xr {
namespace {

using namespace std::chrono_literals;

void wait_for(const std::atomic<int>& count, int wanted) {
  const auto end = Watch::Clock::now() + 20s;
  while (count < wanted && Watch::Clock::now() < end) std::this_thread::sleep_for(1ms);
}

TEST(Watch, TellsOnceOfACallThatDoesNotReturn) {
  std::atomic<int> told = 0;
  Watch watch(20ms, [&] { ++told; });
  watch.begin();
  wait_for(told, 1);
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(told, 1);
  EXPECT_TRUE(watch.end());
  watch.begin();
  wait_for(told, 2);
  EXPECT_EQ(told, 2);
  EXPECT_TRUE(watch.end());
}

TEST(Watch, IsStillWhereCallsReturn) {
  std::atomic<int> told = 0;
  Watch watch(10s, [&] { ++told; });
  for (int i = 0; i < 1000; ++i) {
    watch.begin();
    EXPECT_FALSE(watch.end());
  }
  EXPECT_EQ(told, 0);
}

TEST(Watch, IsStillBetweenCalls) {
  std::atomic<int> told = 0;
  Watch watch(20ms, [&] { ++told; });
  watch.begin();
  watch.end();
  std::this_thread::sleep_for(100ms);
  EXPECT_FALSE(watch.end());
  EXPECT_LE(told, 1);  // the first call itself may have been held up
}

}  // namespace
}  // namespace volvr::xr
