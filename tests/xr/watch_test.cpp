// SPDX-License-Identifier: Apache-2.0
#include "xr/watch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>

namespace volvr::xr {
namespace {

using namespace std::chrono_literals;

struct Told {
  std::atomic<int> silences = 0;
  int answers = 0;

  void wait_for_silences(int wanted) const {
    const auto end = Watch::Clock::now() + 20s;
    while (silences < wanted && Watch::Clock::now() < end) std::this_thread::sleep_for(1ms);
  }
};

std::unique_ptr<Watch> watch_that_tells(Told& told, Watch::Clock::duration longest) {
  return std::make_unique<Watch>(
      longest, [&] { ++told.silences; }, [&] { ++told.answers; });
}

TEST(Watch, TellsOnceOfWorkThatDoesNotReturnAndOnceThatItDid) {
  Told told;
  const auto watch = watch_that_tells(told, 20ms);
  for (int i = 1; i <= 2; ++i) {
    watch->during([&] {
      told.wait_for_silences(i);
      std::this_thread::sleep_for(100ms);
      EXPECT_EQ(told.silences, i);
      EXPECT_EQ(told.answers, i - 1);
    });
    EXPECT_EQ(told.answers, i);
  }
}

TEST(Watch, IsStillWhereWorkReturns) {
  Told told;
  const auto watch = watch_that_tells(told, 10s);
  for (int i = 0; i < 1000; ++i) watch->during([] {});
  EXPECT_EQ(told.silences, 0);
  EXPECT_EQ(told.answers, 0);
}

TEST(Watch, IsStillBetweenWorks) {
  Told told;
  const auto watch = watch_that_tells(told, 20ms);
  watch->during([] {});
  const int before = told.silences;  // the work itself may have been held up
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(told.silences, before);
}

TEST(Watch, SaysNothingOfAnAnswerWhereWorkFails) {
  Told told;
  const auto watch = watch_that_tells(told, 20ms);
  const auto failing = [&] {
    told.wait_for_silences(1);
    throw std::runtime_error("gone");
  };
  EXPECT_THROW(watch->during(failing), std::runtime_error);
  EXPECT_EQ(told.answers, 0);
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(told.silences, 1);
}

}  // namespace
}  // namespace volvr::xr
