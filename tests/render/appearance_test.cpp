// SPDX-License-Identifier: Apache-2.0
#include "volvr/appearance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "render/fields.h"
#include "volvr/error.h"

namespace volvr::test {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(Presets, AreWellFormed) {
  std::set<std::string> names;
  for (const Appearance& preset : presets()) {
    EXPECT_TRUE(names.insert(preset.name).second) << preset.name << " is there twice";
    EXPECT_FALSE(preset.title.empty());
    EXPECT_FALSE(preset.modalities.empty());
    EXPECT_GT(preset.window.width, 0.0);
    EXPECT_GE(preset.opacities.size(), 2U);
    EXPECT_TRUE(std::ranges::is_sorted(preset.opacities, {}, &OpacityPoint::value)) << preset.name;
    EXPECT_TRUE(std::ranges::is_sorted(preset.colours, {}, &ColourPoint::value)) << preset.name;
    for (const OpacityPoint& point : preset.opacities) {
      EXPECT_TRUE(point.opacity >= 0.0 && point.opacity <= 1.0) << preset.name;
    }
    for (const ColourPoint& point : preset.colours) {
      EXPECT_TRUE(point.rgb.minCoeff() >= 0.0 && point.rgb.maxCoeff() <= 1.0) << preset.name;
    }
    EXPECT_EQ(find_preset(preset.name), preset);
  }
}

TEST(Presets, AreFoundByModality) {
  EXPECT_EQ(presets_for("CT").front(), "ct-bone");
  EXPECT_EQ(presets_for("MR").front(), "mr-t1");
  EXPECT_THAT(presets_for("PT"), ElementsAre("pet-hot"));
  EXPECT_THAT(presets_for("NM"), ElementsAre("pet-hot"));
  for (const auto& name : presets_for("CT")) EXPECT_EQ(name.substr(0, 3), "ct-");
}

TEST(Presets, AnUnknownModalityIsOfferedAllBeginningWithOnesPlacedByHistogram) {
  const auto names = presets_for("");
  EXPECT_EQ(names.size(), presets().size());
  EXPECT_EQ(find_preset(names.front()).scale, ValueScale::relative);
  EXPECT_THAT(names, Contains("ct-bone"));
}

TEST(Presets, AMistypedNameIsAnsweredWithTheNearest) {
  try {
    find_preset("ct-bnoe");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unknown_preset);
    EXPECT_NE(std::string(error.what()).find("ct-bone"), std::string::npos) << error.what();
  }
}

TEST(Window, MovingItMovesAndStretchesThePoints) {
  Appearance appearance = opaque_above(100.0, 40.0);  // points at 80 and 120
  appearance.window = {100.0, 200.0};
  const Appearance moved = with_window(appearance, {50.0, 100.0});
  EXPECT_EQ(moved.opacities[0].value, 40.0);
  EXPECT_EQ(moved.opacities[1].value, 60.0);
  EXPECT_EQ(moved.window, (Window{50.0, 100.0}));
  EXPECT_EQ(with_window(moved, appearance.window), appearance);
}

Appearance relative() {
  Appearance appearance = opaque_above(0.5, 1.0);  // points at 0 and 1
  appearance.scale = ValueScale::relative;
  appearance.window = {0.5, 1.0};
  return appearance;
}

// Air with noise around tissue whose values rise evenly from 200 to 1000.
Volume like_mr(double scale, double air_share) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> one(0.0, 1.0);
  return sampled(make_grid({.half = 30}), [&](const Eigen::Vector3d&) {
    const bool air = one(random) < air_share;
    return scale * (air ? 20.0 * one(random) : 200.0 + 800.0 * one(random));
  });
}

TEST(RelativeScale, IsPlacedByTheTissueWhateverTheScannersUnits) {
  for (const double scale : {0.001, 1.0, 250.0}) {
    for (const double air_share : {0.3, 0.6, 0.85}) {
      const Appearance placed = resolve(relative(), like_mr(scale, air_share));
      EXPECT_EQ(placed.scale, ValueScale::absolute);
      EXPECT_NEAR(placed.opacities[0].value / scale, 208.0, 15.0) << scale << " " << air_share;
      EXPECT_NEAR(placed.opacities[1].value / scale, 996.0, 5.0) << scale << " " << air_share;
      EXPECT_NEAR(placed.window.width / scale, 788.0, 16.0);
      EXPECT_NEAR(placed.window.centre / scale, 602.0, 10.0);
    }
  }
}

TEST(RelativeScale, AnEvenVolumeAndOneOfNothingFiniteStillHaveAWindow) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double value : {0.0, 5.0, nan}) {
    const Volume volume =
        sampled(make_grid({.half = 4}), [&](const Eigen::Vector3d&) { return value; });
    EXPECT_GT(resolve(relative(), volume).window.width, 0.0);
  }
}

TEST(AbsoluteScale, IsLeftAsItIs) {
  const Appearance& bone = find_preset("ct-bone");
  EXPECT_EQ(resolve(bone, like_mr(1.0, 0.5)), bone);
}

}  // namespace
}  // namespace volvr::test
