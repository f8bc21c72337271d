// SPDX-License-Identifier: Apache-2.0
#include "panels/measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace volvr::test {
namespace {

using panels::headset_panel;

constexpr double radians = std::numbers::pi / 180.0;

TEST(Measures, CapitalsAreSeenUnderTheAngleAskedFor) {
  for (const double degrees : {0.8, 1.2, 2.0, 3.0}) {
    const panels::HeadsetPanel panel =
        headset_panel({.text_degrees = degrees, .distance = 0.6, .pixels_per_degree = 24});
    const double metres = panel.measures.capital * panel.width / panel.measures.width;
    EXPECT_NEAR(std::atan(metres / 0.6) / radians, degrees, 0.005) << degrees;
  }
  EXPECT_NEAR(panels::metres_seen_under(1.2, 0.6), 0.012568, 1e-6);
}

TEST(Measures, OnePixelOfThePanelIsOneOfTheHeadset) {
  const panels::HeadsetPanel panel = headset_panel({.pixels_per_degree = 24});
  const double pixel = panel.width / panel.measures.width;
  EXPECT_NEAR(std::atan(pixel / 0.6) / radians, 1.0 / 24.0, 1e-4);
  EXPECT_NEAR(panel.measures.capital, 1.2 * 24, 0.1);
}

TEST(Measures, WhatIsPressedIsSeenUnderTwoAndAHalfDegrees) {
  for (const double degrees : {0.8, 1.2, 3.0}) {
    const panels::HeadsetPanel panel = headset_panel({.text_degrees = degrees});
    const double metres = panel.measures.target * panel.width / panel.measures.width;
    EXPECT_GE(std::atan(metres / 0.6) / radians, 2.49) << degrees;
  }
}

TEST(Measures, CoarseHeadsetsGetAPanelThatCanBeReadFromNearer) {
  EXPECT_GE(headset_panel({.pixels_per_degree = 4}).measures.capital, 17.9);
}

TEST(Measures, NoPanelIsBeyondReachOrTooLargeForATexture) {
  const panels::HeadsetPanel large = headset_panel({.text_degrees = 3.0, .pixels_per_degree = 100});
  EXPECT_LE(large.width, 0.83);
  EXPECT_LE(large.height, 0.68);
  EXPECT_LE(large.measures.width, 3072);
  EXPECT_NEAR(large.width / large.height,
              static_cast<double>(large.measures.width) / large.measures.height, 0.01);
}

TEST(Measures, APanelLeavesTheWindowMostOfItsRoom) {
  EXPECT_NEAR(panels::side_panel_width(1280), 458, 1);
  EXPECT_EQ(panels::side_panel_width(500), 300);
}

}  // namespace
}  // namespace volvr::test
