// SPDX-License-Identifier: Apache-2.0
#include "render/quality_settings.h"

#include <gtest/gtest.h>

#include "volvr/error.h"

namespace volvr::test {
namespace {

using namespace render;

TEST(QualitySettings, NothingIsPinnedByDefault) {
  const BudgetOptions options = headset_budget({});
  EXPECT_FALSE(options.pins.edge_pixel || options.pins.pixels || options.pins.shadows ||
               options.pins.step);
  EXPECT_EQ(options.headroom, 0.1);
  EXPECT_EQ(options.at_rest, AtRest::hold_rate);
  EXPECT_EQ(best_sampling({}).quality, exact_quality);
  EXPECT_EQ(fovea_aim({}).radius_degrees, 15.0);
}

TEST(QualitySettings, AWindowEndsExactAndHasNoFoveaUnlessAsked) {
  EXPECT_EQ(window_budget({}).at_rest, AtRest::exact_picture);
  EXPECT_EQ(window_budget({}).pins.edge_pixel, 1.0);
  Settings settings;
  settings.set("render.periphery", "3");
  settings.set("render.at_rest", "hold-rate");
  EXPECT_EQ(window_budget(settings).pins.edge_pixel, 3.0);
  EXPECT_EQ(window_budget(settings).at_rest, AtRest::exact_picture);
}

TEST(QualitySettings, EachIsPinnedByItsOwn) {
  Settings settings;
  settings.set("render.periphery", "4");
  settings.set("render.resolution", "2");
  settings.set("render.shadows", "0");
  settings.set("render.coarse_step", "1.5");
  settings.set("render.headroom", "0.25");
  settings.set("render.at_rest", "exact-picture");
  settings.set("render.fovea_radius", "20");
  const BudgetOptions options = headset_budget(settings);
  EXPECT_EQ(options.pins.edge_pixel, 4.0);
  EXPECT_EQ(options.pins.pixels, 2.0);
  EXPECT_EQ(options.pins.shadows, 0.0);
  EXPECT_EQ(options.pins.step, 1.5);
  EXPECT_EQ(options.headroom, 0.25);
  EXPECT_EQ(options.at_rest, AtRest::exact_picture);
  const Sampling best = best_sampling(settings);
  EXPECT_EQ(best.quality, (Quality{.edge_pixel = 4.0, .pixels = 2.0, .shadows = 0.0, .step = 1.5}));
  EXPECT_EQ(best.aim.radius_degrees, 20.0);
}

TEST(QualitySettings, AFoveaThatFollowsTheEyesHasARadiusOfItsOwn) {
  Settings settings;
  EXPECT_EQ(fovea_radius(settings, true), 7.0);
  settings.set("render.gaze_radius", "5");
  EXPECT_EQ(fovea_radius(settings, true), 5.0);
  EXPECT_EQ(fovea_radius(settings, false), 15.0);
}

TEST(QualitySettings, BeyondTheirRangesTheyAreRefused) {
  Settings settings;
  EXPECT_THROW(settings.set("render.periphery", "17"), Error);
  EXPECT_THROW(settings.set("render.shadows", "1.5"), Error);
  EXPECT_THROW(settings.set("render.fovea_radius", "4"), Error);
  EXPECT_THROW(settings.set("render.headroom", "0.6"), Error);
  EXPECT_THROW(settings.set("render.at_rest", "fast"), Error);
}

}  // namespace
}  // namespace volvr::test
