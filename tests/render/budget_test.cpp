// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "budget_world.h"

namespace volvr::test {
namespace {

using namespace render;

constexpr double beat = 1.0 / 90.0;

auto constant(double value) {
  return [value](double) { return value; };
}

// The exact frame takes this many periods of 90 Hz.
BudgetWorld moving_world(double periods) {
  BudgetWorld world;
  world.exact = constant(periods * beat);
  world.moving = constant(0.3);
  world.noise = 0.05;
  return world;
}

double used(const BudgetTrace& trace) {
  double sum = 0.0;
  for (const BudgetFrame& frame : trace) sum += frame.gpu / frame.period;
  return sum / static_cast<double>(trace.size());
}

double ten_fold(double from, double over, double t) {
  return std::pow(10.0, std::clamp((t - from) / over, 0.0, 1.0));
}

TEST(QualityPath, LowersPeripheryThenResolutionThenShadowsThenStep) {
  const QualityPath path;
  ASSERT_EQ(path.length(), 4.0);
  EXPECT_EQ(path.at(0.0), exact_quality);
  Quality before = exact_quality;
  for (int i = 1; i <= 400; ++i) {
    const Quality now = path.at(i / 100.0);
    EXPECT_EQ(now.edge_pixel > before.edge_pixel, i <= 100) << i;
    EXPECT_EQ(now.pixels > before.pixels, i > 100 && i <= 200) << i;
    EXPECT_EQ(now.shadows < before.shadows, i > 200 && i <= 300) << i;
    EXPECT_EQ(now.step > before.step, i > 300) << i;
    EXPECT_LT(path.cost(now), path.cost(before)) << i;
    before = now;
  }
  EXPECT_NEAR(before.pixels, QualityRange().coarsest.pixels, 1e-12);
  EXPECT_EQ(before.shadows, 0.0);
}

TEST(QualityPath, FindsThePlaceOfACost) {
  const QualityPath path;
  for (const double cost : {0.9, 0.31, 0.1, 0.03, 0.015}) {
    EXPECT_NEAR(path.cost(path.place_for(cost)), cost, 1e-6 * cost);
  }
  EXPECT_EQ(path.place_for(1.0), 0.0);
  EXPECT_EQ(path.place_for(0.0), path.length());
}

TEST(QualityPath, LeavesWhatIsPinned) {
  const QualityPath path({.edge_pixel = 3.0, .shadows = 0.5});
  EXPECT_EQ(path.length(), 2.0);
  for (const double place : {0.0, 0.7, 1.4, 2.0}) {
    EXPECT_EQ(path.at(place).edge_pixel, 3.0);
    EXPECT_EQ(path.at(place).shadows, 0.5);
  }
  EXPECT_EQ(path.at(1.0).step, 1.0);
  EXPECT_GT(path.at(1.0).pixels, 3.0);
  EXPECT_GT(path.at(2.0).step, 2.0);
  const QualityPath outside({.pixels = -4.0, .step = std::numeric_limits<double>::quiet_NaN()});
  EXPECT_EQ(outside.at(0.0), exact_quality);
}

TEST(FrameBudget, HoldsTheRateWithHeadroomAndStandsStill) {
  for (const double periods : {0.5, 0.85, 1.2, 3.0, 8.0, 20.0}) {
    const BudgetTrace trace = simulate(moving_world(periods), 60.0);
    const BudgetTrace settled = between(trace, 3.0, 60.0);
    EXPECT_EQ(late_frames(settled), 0) << periods;
    EXPECT_EQ(turns(settled), 0) << periods;
    EXPECT_LT(used(settled), 0.9) << periods;
    EXPECT_GT(used(settled), periods > 0.8 ? 0.75 : 0.5) << periods;
    EXPECT_EQ(settled.back().plan.is_best, periods < 0.8) << periods;
    EXPECT_LE(late_frames(between(trace, 0.0, 3.0)), 2) << periods;
  }
}

// Ten times the cost from one frame to the next, and later back.
TEST(FrameBudget, ASuddenRiseIsAnsweredWithinThreeFramesOfItsMeasurement) {
  for (int latency = 1; latency <= 4; ++latency) {
    BudgetWorld world = moving_world(0.6);
    world.exact = [](double t) { return (t >= 4.0 && t < 8.0 ? 6.0 : 0.6) * beat; };
    world.latency_least = world.latency_most = latency;
    const BudgetTrace trace = simulate(world, 14.0);
    const auto rise = std::ranges::find_if(trace, [](auto& frame) { return frame.start >= 4.0; });
    ASSERT_TRUE(rise[0].is_late);
    ASSERT_GE(trace.end() - rise, 20);
    EXPECT_FALSE(rise[latency + 3].is_late) << latency;
    EXPECT_LE(late_frames(trace), 4) << latency;
    EXPECT_EQ(late_frames(between(trace, 4.8, 14.0)), 0) << latency;
    EXPECT_LE(turns(trace), 3) << latency;
    EXPECT_TRUE(trace.back().plan.is_best) << latency;
  }
}

TEST(FrameBudget, AHeadThatComesCloseCostsFewLateFrames) {
  for (int latency = 1; latency <= 4; ++latency) {
    BudgetWorld world = moving_world(0.6);
    world.exact = [](double t) { return 0.6 * beat * ten_fold(3.0, 0.2, t); };
    world.latency_least = world.latency_most = latency;
    const BudgetTrace trace = simulate(world, 10.0);
    EXPECT_LE(late_frames(trace), latency + 5) << latency;
    EXPECT_EQ(late_frames(between(trace, 3.5, 10.0)), 0) << latency;
    EXPECT_LE(turns(trace), 2) << latency;
  }
  BudgetWorld slower = moving_world(0.6);
  slower.exact = [](double t) { return 0.6 * beat * ten_fold(3.0, 2.0, t); };
  EXPECT_EQ(late_frames(simulate(slower, 10.0)), 0);
}

TEST(FrameBudget, IsExactAQuarterOfASecondAfterTheHeadRests) {
  for (const double rate : {72.0, 80.0, 90.0, 120.0, 144.0}) {
    for (int latency = 1; latency <= 4; ++latency) {
      for (const double exact : {0.3, 0.6, 0.82}) {
        for (int phase = 0; phase < 5; ++phase) {
          const double stop = 6.0 + 0.0037 * phase;
          BudgetWorld world;
          world.noise = 0.03;
          world.latency_least = world.latency_most = latency;
          world.period = constant(1.0 / rate);
          world.moving = [=](double t) { return t < stop ? 0.5 : 0.005; };
          world.exact = [=](double t) { return (t < stop ? 4.0 : exact) / rate; };
          const BudgetTrace trace = between(simulate(world, 8.0), stop, 8.0);
          ASSERT_FALSE(trace.front().plan.is_best);
          EXPECT_LE(best_from(trace, stop) - stop, 0.25) << rate << ' ' << latency << ' ' << exact;
          EXPECT_EQ(late_frames(trace), 0) << rate << ' ' << latency << ' ' << exact;
          EXPECT_TRUE(trace.back().plan.quality == exact_quality);
        }
      }
    }
  }
}

// Rest after rest, with much that quality does not change: the second one knows it.
TEST(FrameBudget, LearnsWhatQualityDoesNotChange) {
  for (const double fixed : {0.1, 0.3, 0.5}) {
    const auto rests = [](double t) { return std::fmod(t, 4.0) > 2.0; };
    BudgetWorld world;
    world.noise = 0.03;
    world.latency_least = world.latency_most = 4;
    world.fixed = fixed * beat;
    world.moving = [=](double t) { return rests(t) ? 0.005 : 0.5; };
    world.exact = [=](double t) { return (rests(t) ? 0.82 - fixed : 4.0) * beat; };
    const BudgetTrace trace = simulate(world, 20.0);
    for (double stop = 6.0; stop < 20.0; stop += 4.0) {
      const BudgetTrace rest = between(trace, stop, stop + 1.9);
      EXPECT_LE(best_from(rest, stop) - stop, 0.25) << fixed;
      EXPECT_EQ(late_frames(rest), 0) << fixed;
    }
  }
}

// A headset: punctual at rest too, at the best that is, and it says so.
TEST(FrameBudget, HoldsTheRateAtRestWhereExactDoesNotFit) {
  BudgetWorld world = moving_world(5.0);
  world.moving = constant(0.0);
  const BudgetTrace trace = between(simulate(world, 30.0), 1.0, 30.0);
  EXPECT_EQ(late_frames(trace), 0);
  EXPECT_EQ(turns(trace), 0);
  EXPECT_GT(used(trace), 0.85);
  const FramePlan& plan = trace.back().plan;
  EXPECT_FALSE(plan.is_best);
  EXPECT_TRUE(plan.fits);
  EXPECT_GT(plan.exact_seconds, 2.5 * beat);
  world.exact = constant(400.0 * beat);
  EXPECT_FALSE(simulate(world, 20.0).back().plan.fits);
}

// A beating heart, seen by a head that rests: less is kept free at rest until frames are late.
TEST(FrameBudget, CostThatChangesAtRestIsHeldToo) {
  BudgetWorld world = moving_world(3.0);
  world.moving = constant(0.0);
  for (const double speed : {0.3, 1.0, 7.0}) {
    world.exact = [=](double t) { return (3.0 + 1.2 * std::sin(speed * t)) * beat; };
    const BudgetTrace trace = between(simulate(world, 300.0), 10.0, 300.0);
    EXPECT_LE(late_frames(trace), 25) << speed;
    EXPECT_GT(used(trace), 0.5) << speed;
  }
}

TEST(FrameBudget, SlowMotionForTenMinutesDoesNotSwing) {
  BudgetWorld world = moving_world(3.0);
  world.moving = constant(0.1);
  const BudgetTrace same = between(simulate(world, 600.0), 5.0, 600.0);
  EXPECT_EQ(late_frames(same), 0);
  EXPECT_EQ(turns(same), 0);
  // Up and down once in twenty seconds: 30 times.
  world.exact = [](double t) { return (3.0 + 1.5 * std::sin(t * std::numbers::pi / 10.0)) * beat; };
  const BudgetTrace waves = between(simulate(world, 600.0), 5.0, 600.0);
  EXPECT_LE(late_frames(waves), 5);
  EXPECT_LE(turns(waves), 60);
}

TEST(FrameBudget, AHeadBetweenRestAndMotionDoesNotMakeItSwing) {
  for (const double speed : {0.03, 0.036, 0.04, 0.045}) {
    for (const double periods : {0.84, 1.0}) {
      BudgetWorld world = moving_world(periods);
      world.moving = [=](double t) { return speed + 0.012 * std::sin(9.0 * t); };
      const BudgetTrace trace = between(simulate(world, 60.0), 3.0, 60.0);
      EXPECT_EQ(late_frames(trace), 0) << speed;
      EXPECT_LE(turns(trace), 2) << speed;
    }
  }
}

// The compositor takes the GPU for most of a frame once a second.
TEST(FrameBudget, AHiccupChangesNothing) {
  for (const double periods : {0.6, 1.2, 5.0}) {
    BudgetWorld world = moving_world(periods);
    world.hiccup = [](double t) { return std::fmod(t, 1.0) < 0.0111 ? 0.8 * beat : 0.0; };
    const BudgetTrace trace = between(simulate(world, 60.0), 5.0, 60.0);
    EXPECT_GT(late_frames(trace), 30);
    EXPECT_EQ(turns(trace), 0) << periods;
    const BudgetTrace calm = between(simulate(moving_world(periods), 60.0), 5.0, 60.0);
    EXPECT_NEAR(cost_of(trace.back().plan.quality), cost_of(calm.back().plan.quality),
                0.1 * cost_of(calm.back().plan.quality));
  }
}

TEST(FrameBudget, TimesThatAreLateOrLostAreEnough) {
  for (const double lost : {0.0, 0.3, 0.7}) {
    BudgetWorld world = moving_world(0.6);
    world.exact = [](double t) { return (t < 4.0 ? 0.6 : 6.0) * beat; };
    world.latency_least = 1;
    world.latency_most = 4;
    world.lost = lost;
    const BudgetTrace trace = simulate(world, 60.0);
    EXPECT_LE(late_frames(trace), 8) << lost;
    EXPECT_EQ(late_frames(between(trace, 5.5, 60.0)), 0) << lost;
    EXPECT_GT(used(between(trace, 30.0, 60.0)), 0.7) << lost;
    EXPECT_LE(turns(trace), 4) << lost;
    world.exact = [](double t) { return 3.0 * (1.0 + 0.5 * std::sin(t)) * beat; };
    const BudgetTrace waves = between(simulate(world, 60.0), 3.0, 60.0);
    EXPECT_LE(late_frames(waves), 1) << lost;
    EXPECT_GT(used(waves), 0.6) << lost;
  }
}

TEST(FrameBudget, FollowsTheRateOfTheHeadset) {
  BudgetWorld world = moving_world(1.2);
  world.period = [](double t) { return 1.0 / (t < 5.0 ? 72.0 : t < 10.0 ? 144.0 : 80.0); };
  const BudgetTrace trace = simulate(world, 15.0);
  EXPECT_LE(late_frames(between(trace, 2.0, 15.0)), 1);
  const double slow = cost_of(between(trace, 4.0, 5.0).back().plan.quality);
  const double fast = cost_of(between(trace, 9.0, 10.0).back().plan.quality);
  EXPECT_LT(fast, 0.6 * slow);
  EXPECT_GT(cost_of(trace.back().plan.quality), 1.4 * fast);
  EXPECT_LE(turns(between(trace, 2.0, 15.0)), 3);
}

// Real shadows may cost as much at any strength as at full: the model is wrong by a factor of four
// where they go out, and what it finds there costs a few tries, ever more seldom.
TEST(FrameBudget, AWrongModelDoesNotSwingForEver) {
  for (const double periods : {12.0, 16.0, 20.0, 30.0}) {
    for (const double speed : {0.0, 0.3}) {
      BudgetWorld world = moving_world(periods);
      world.moving = constant(speed);
      world.shadows_are_a_switch = true;
      const BudgetTrace trace = simulate(world, 240.0);
      EXPECT_LE(turns(trace), 24) << periods;
      EXPECT_LE(turns(between(trace, 120.0, 240.0)), 6) << periods;
      EXPECT_LE(late_frames(between(trace, 3.0, 240.0)), 40) << periods;
    }
  }
}

TEST(FrameBudget, ChangesLittleFromFrameToFrame) {
  BudgetWorld world = moving_world(0.6);
  world.exact = [](double t) { return (std::fmod(t, 6.0) < 3.0 ? 0.6 : 15.0) * beat; };
  const BudgetTrace trace = simulate(world, 30.0);
  for (std::size_t i = 1; i < trace.size(); ++i) {
    const Quality& before = trace[i - 1].plan.quality;
    const Quality& now = trace[i].plan.quality;
    ASSERT_LE(cost_of(before) / cost_of(now), 3.001);
    ASSERT_LE(before.edge_pixel / now.edge_pixel, 1.05);
    ASSERT_LE(before.pixels / now.pixels, 1.04);
    ASSERT_LE(now.shadows - before.shadows, 0.03);
    ASSERT_LE(before.step / now.step, 1.03);
  }
  world.moving = constant(0.0);
  const BudgetTrace still = simulate(world, 30.0);
  for (std::size_t i = 1; i < still.size(); ++i) {
    ASSERT_LE(still[i - 1].plan.quality.pixels / still[i].plan.quality.pixels, 1.6);
    ASSERT_LE(still[i - 1].plan.quality.edge_pixel / still[i].plan.quality.edge_pixel, 1.8);
  }
}

TEST(FrameBudget, LeavesWhatIsPinned) {
  BudgetWorld world = moving_world(4.0);
  world.options.pins = {.edge_pixel = 1.0, .shadows = 0.3};
  for (const BudgetFrame& frame : simulate(world, 10.0)) {
    ASSERT_EQ(frame.plan.quality.edge_pixel, 1.0);
    ASSERT_EQ(frame.plan.quality.shadows, 0.3);
  }
  EXPECT_EQ(late_frames(between(simulate(world, 10.0), 3.0, 10.0)), 0);
  world.options.pins = {.edge_pixel = 2.0, .pixels = 1.0, .shadows = 1.0, .step = 1.5};
  const BudgetTrace trace = simulate(world, 5.0);
  for (const BudgetFrame& frame : trace) ASSERT_EQ(frame.plan.quality, trace[0].plan.quality);
  EXPECT_EQ(trace.back().plan.quality.step, 1.5);
  EXPECT_TRUE(trace.back().plan.is_best);
  EXPECT_FALSE(trace.back().plan.fits);
}

TEST(FrameBudget, AnotherSceneIsBelievedAtOnceAndADragIsNotDeaf) {
  BudgetWorld world = moving_world(0.7);
  world.exact = [](double t) { return (t < 5.0 ? 0.7 : 1.6) * beat; };
  world.changed = [](double t) { return t >= 5.0 && t < 5.02; };
  for (int latency = 1; latency <= 4; ++latency) {
    world.latency_least = world.latency_most = latency;
    EXPECT_LE(late_frames(between(simulate(world, 10.0), 4.9, 10.0)), latency) << latency;
  }
  world.exact = [](double t) { return 3.0 * (1.0 + 0.5 * std::sin(2.0 * t)) * beat; };
  world.changed = [](double t) { return t >= 2.0; };
  const BudgetTrace drag = between(simulate(world, 20.0), 3.0, 20.0);
  EXPECT_LE(late_frames(drag), 2);
  EXPECT_GT(used(drag), 0.5);
}

TEST(FrameBudget, ABusyCpuIsNoReasonToDrawLess) {
  BudgetWorld world = moving_world(0.5);
  world.cpu = 1.8 * beat;
  const BudgetTrace trace = simulate(world, 30.0);
  EXPECT_TRUE(trace.back().plan.is_best);
}

// Three milliseconds of each period are not ours, and no timer says so.
TEST(FrameBudget, LeavesTheCompositorItsShare) {
  BudgetWorld world = moving_world(3.0);
  world.compositor = 0.003;
  const BudgetTrace trace = simulate(world, 300.0);
  EXPECT_LE(late_frames(between(trace, 0.0, 10.0)), 20);
  EXPECT_LE(late_frames(between(trace, 10.0, 300.0)), 15);
  EXPECT_GT(used(between(trace, 10.0, 300.0)), 0.5);
}

TEST(FrameBudget, WithoutTimersTheFramesThemselvesTell) {
  for (const double periods : {0.6, 3.0, 30.0}) {
    BudgetWorld world = moving_world(periods);
    world.lost = 1.0;
    const BudgetTrace trace = simulate(world, 120.0);
    EXPECT_EQ(trace.back().plan.is_best, periods < 1.0) << periods;
    EXPECT_LE(late_frames(trace), 30) << periods;
    EXPECT_LE(turns(between(trace, 60.0, 120.0)), 6) << periods;
    EXPECT_GT(used(between(trace, 60.0, 120.0)), 0.4) << periods;
  }
}

TEST(FrameBudget, FramesThatTakeSecondsAreMadeCoarseAtOnce) {
  BudgetWorld world = moving_world(1.0);
  world.exact = constant(100.0);
  world.lost = 1.0;
  const BudgetTrace trace = simulate(world, 30.0);
  ASSERT_GE(trace.size(), 7U);
  EXPECT_GT(trace[6].plan.quality.pixels, 3.0);
  EXPECT_LT(cost_of(trace[6].plan.quality), 0.5 * cost_of(trace[0].plan.quality));
}

TEST(FrameBudget, NonsenseIsPassedOver) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  FrameBudget budget;
  double now = 0.0;
  const auto step = [&](double seconds) {
    const FramePlan plan = budget.next({.now = now += beat, .period = beat, .moving = 0.3});
    budget.measured(plan.frame, seconds);
    return plan;
  };
  for (int i = 0; i < 200; ++i) step(0.5 * beat * cost_of(budget.next({.now = now}).quality));
  const FramePlan before = step(0.5 * beat);
  ASSERT_TRUE(before.is_best);
  for (int i = 0; i < 50; ++i) {
    budget.measured(before.frame, 9.0);         // again
    budget.measured(before.frame + 1000, 9.0);  // not drawn yet
    budget.measured(0, 9.0);
    const FramePlan plan = budget.next({.now = now += beat, .period = i % 2 == 0 ? none : -1.0});
    budget.measured(plan.frame, i % 3 == 0 ? none : i % 3 == 1 ? -1.0 : 0.0);
    EXPECT_EQ(plan.quality, before.quality);
  }
  for (int i = 0; i < 10; ++i) step(8.0 * beat);
  EXPECT_GT(step(8.0 * beat).quality.pixels, 1.5);
}

TEST(FrameBudget, AHeadThatIsNotTrackedMayDoAnything) {
  BudgetWorld world = moving_world(0.6);
  world.moving = constant(std::numeric_limits<double>::quiet_NaN());
  world.exact = [](double t) { return (t < 4.0 ? 0.6 : 6.0) * beat; };
  const BudgetTrace trace = simulate(world, 20.0);
  EXPECT_LE(late_frames(trace), 5);
  EXPECT_TRUE(between(trace, 3.0, 4.0).back().plan.is_best);
  EXPECT_LT(used(between(trace, 6.0, 20.0)), 0.9);
}

}  // namespace
}  // namespace volvr::test
