// SPDX-License-Identifier: Apache-2.0
// FrameBudget as a window uses it: it draws when something moved, and late where nothing does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "budget_world.h"
#include "render/budget/frame_budget.h"

namespace volvr::test {
namespace {

using namespace render;

// A window whose exact frame takes `exact` seconds, on a clock of the test's own.
struct WindowWorld {
  FrameBudget budget{{.at_rest = AtRest::exact_picture}};
  double now = 100.0;
  double exact = 1.0;
  double noise = 0.0;
  int frames = 0;
  FramePlan plan{};

  double draw(bool hand_moves) {
    if (hand_moves) budget.moved(now);
    plan = budget.next({.now = now, .period = 0.1});
    const double wobble = 1.0 + noise * std::sin(1.7 * ++frames);
    const double seconds = (exact * cost_of(plan.quality) + 0.004) * wobble;
    budget.measured(plan.frame, seconds);
    now += seconds;
    return seconds;
  }
};

TEST(WindowBudget, TheFirstPictureIsExactAndThenThereIsRest) {
  WindowWorld window;
  window.draw(false);
  EXPECT_EQ(window.plan.quality, exact_quality);
  EXPECT_FALSE(window.budget.wants_better_frame(window.now));
  EXPECT_FALSE(window.budget.wants_better_frame(window.now + 1000.0));
}

TEST(WindowBudget, TheFirstFrameThatFollowsAHandIsInTime) {
  for (const double exact : {0.01, 0.3, 1.0, 2.5}) {
    WindowWorld window;
    window.exact = exact;
    window.draw(false);
    window.now += 3.0;
    double slowest = 0.0;
    double finest = 0.0;
    for (int i = 0; i < 60; ++i) {
      const double seconds = window.draw(true);
      slowest = std::max(slowest, seconds);
      if (i > 30) finest = std::max(finest, seconds);
    }
    EXPECT_LT(slowest, 0.105) << exact;
    EXPECT_GT(finest, std::min(0.06, exact)) << exact;
  }
}

TEST(WindowBudget, DoesNotSwing) {
  WindowWorld window;
  window.noise = 0.05;
  window.draw(false);
  Quality before;
  int changes = 0;
  for (int i = 0; i < 100; ++i) {
    window.draw(true);
    if (i >= 20 && window.plan.quality != before) ++changes;
    before = window.plan.quality;
  }
  EXPECT_EQ(changes, 0);
}

TEST(WindowBudget, IsExactAQuarterOfASecondAfterTheHandRests) {
  WindowWorld window;
  window.draw(false);
  double moved_at = 0.0;
  for (int i = 0; i < 10; ++i) {
    moved_at = window.now;
    window.draw(true);
    EXPECT_FALSE(window.plan.is_best);
  }
  EXPECT_FALSE(window.budget.wants_better_frame(moved_at + 0.15));
  ASSERT_TRUE(window.budget.wants_better_frame(moved_at + 0.25));
  window.now = moved_at + 0.25;
  window.draw(false);
  EXPECT_EQ(window.plan.quality, exact_quality);
  EXPECT_FALSE(window.budget.wants_better_frame(window.now + 5.0));
}

TEST(WindowBudget, AFastMachineIsNeverCoarse) {
  WindowWorld window;
  window.exact = 0.01;
  for (int i = 0; i < 50; ++i) {
    window.draw(true);
    EXPECT_TRUE(window.plan.is_best);
  }
}

TEST(WindowBudget, WhatIsPinnedIsPinnedAtRestToo) {
  WindowWorld window;
  window.budget = FrameBudget({.at_rest = AtRest::exact_picture, .pins = {.pixels = 2.0}});
  window.draw(false);
  EXPECT_EQ(window.plan.quality.pixels, 2.0);
  EXPECT_TRUE(window.plan.is_best);
  EXPECT_FALSE(window.budget.wants_better_frame(window.now + 1.0));
}

}  // namespace
}  // namespace volvr::test
