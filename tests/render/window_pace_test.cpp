// SPDX-License-Identifier: Apache-2.0
// When a window draws and how finely, on a clock of the test's own.
#include "render/window_pace.h"

#include <gtest/gtest.h>

#include "budget_world.h"
#include "render/quality_settings.h"

namespace volvr::test {
namespace {

using namespace render;

// A window whose exact frame takes `exact` seconds; its times are known when it is drawn.
struct Simulation {
  WindowPace pace{window_budget({})};
  double now = 100.0;
  double exact = 1.0;
  FramePlan plan{};

  double draw() {
    plan = pace.plan(now, 0.1);
    const double seconds = exact * cost_of(plan.quality) + 0.004;
    pace.measured(plan.frame, seconds);
    now += seconds;
    return seconds;
  }
};

TEST(WindowPace, TheFirstFrameIsExactAndThenThereIsRest) {
  Simulation window;
  window.pace.changed(window.now);
  ASSERT_TRUE(window.pace.wants_frame(window.now));
  window.draw();
  EXPECT_EQ(window.plan.quality, exact_quality);
  EXPECT_FALSE(window.pace.wants_frame(window.now));
  EXPECT_FALSE(window.pace.wants_frame(window.now + 1000.0));
}

TEST(WindowPace, FramesFollowTheHand) {
  Simulation window;
  window.draw();
  window.now += 1.0;
  for (int i = 0; i < 40; ++i) {
    window.pace.changed(window.now);
    ASSERT_TRUE(window.pace.wants_frame(window.now));
    EXPECT_LT(window.draw(), 0.105);
    EXPECT_FALSE(window.plan.is_best);
    EXPECT_EQ(window.plan.quality.edge_pixel, 1.0) << "a window has no fovea of its own";
    EXPECT_FALSE(window.pace.wants_frame(window.now)) << "one frame for one change";
  }
}

TEST(WindowPace, IsExactAQuarterOfASecondAfterTheHandRests) {
  Simulation window;
  window.draw();
  window.now += 1.0;
  double moved_at = 0.0;
  for (int i = 0; i < 10; ++i) {
    moved_at = window.now;
    window.pace.changed(window.now);
    window.draw();
  }
  EXPECT_FALSE(window.pace.wants_frame(moved_at + 0.15));
  ASSERT_TRUE(window.pace.wants_frame(moved_at + 0.25));
  window.now = moved_at + 0.25;
  window.draw();
  EXPECT_EQ(window.plan.quality, exact_quality);
  EXPECT_FALSE(window.pace.wants_frame(window.now + 5.0));
}

TEST(WindowPace, WhatWasHiddenIsDrawnAsItWas) {
  Simulation window;
  window.draw();
  window.now += 5.0;
  window.pace.expose();
  ASSERT_TRUE(window.pace.wants_frame(window.now));
  window.draw();
  EXPECT_EQ(window.plan.quality, exact_quality);
  EXPECT_FALSE(window.pace.wants_frame(window.now));
}

}  // namespace
}  // namespace volvr::test
