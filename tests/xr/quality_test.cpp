// SPDX-License-Identifier: Apache-2.0
#include "xr/quality.h"

#include <gtest/gtest.h>

#include <cmath>

namespace volvr::xr {
namespace {

constexpr double period = 1.0 / 90.0;

// A display that shows a frame at the first beat after it is drawn; drawing takes `cost` at exact
// quality, and as much less as there are fewer samples.
double frame_time(double cost, const render::Sampling& sampling) {
  const double drawing = cost / (sampling.step * sampling.pixels * sampling.pixels);
  return std::max(1.0, std::ceil(drawing / period)) * period;
}

double run(Quality& quality, double cost, double seconds) {
  double late = 0.0;
  for (double at = 0.0; at < seconds;) {
    const double took = frame_time(cost, quality.sampling());
    quality.on_frame(took, period);
    at += took;
    late += took > 1.5 * period ? took : 0.0;
  }
  return late;
}

TEST(Quality, IsExactWhereFramesComeInTime) {
  Quality quality;
  run(quality, 0.5 * period, 10.0);
  EXPECT_TRUE(quality.is_exact());
  EXPECT_EQ(quality.sampling().step, 1.0);
  EXPECT_EQ(quality.sampling().pixels, 1.0);
}

TEST(Quality, BecomesCoarserUntilFramesComeInTime) {
  for (const double cost : {2.0, 5.0, 20.0}) {
    Quality quality;
    run(quality, cost * period, 3.0);
    EXPECT_LE(frame_time(cost * period, quality.sampling()), 1.01 * period) << cost;
    EXPECT_FALSE(quality.is_exact());
  }
}

TEST(Quality, ComesBackWhenTheLoadIsGone) {
  Quality quality;
  run(quality, 20.0 * period, 3.0);
  run(quality, 0.5 * period, 120.0);
  EXPECT_TRUE(quality.is_exact());
}

TEST(Quality, DoesNotGoBackAndForthForEver) {
  Quality quality;
  run(quality, 3.0 * period, 120.0);
  EXPECT_LT(run(quality, 3.0 * period, 120.0), 0.02 * 120.0);
}

TEST(Quality, ASingleHitchIsForgiven) {
  Quality quality;
  run(quality, 0.5 * period, 5.0);
  quality.on_frame(2.0 * period, period);
  run(quality, 0.5 * period, 0.3);
  quality.on_frame(1.0, period);
  run(quality, 0.5 * period, 0.3);
  EXPECT_TRUE(quality.is_exact());
}

TEST(Quality, FramesThatTakeSecondsAreMadeCoarseAtOnce) {
  Quality quality;
  for (int frame = 0; frame < 3; ++frame) quality.on_frame(4.0, 1.0 / 60.0);
  EXPECT_GE(quality.sampling().pixels, 4.0);
}

TEST(Quality, NonsenseIsPassedOver) {
  Quality quality;
  const render::Sampling before = quality.sampling();
  for (int i = 0; i < 100; ++i) quality.on_frame(1.0, 0.0);
  for (int i = 0; i < 100; ++i) quality.on_frame(-1.0, period);
  EXPECT_EQ(quality.sampling().pixels, before.pixels);
}

}  // namespace
}  // namespace volvr::xr
