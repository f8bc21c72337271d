// SPDX-License-Identifier: Apache-2.0
// Opacity by gradient: as VTK's mapper has it, and per millimetre of the patient on any grid.
#include <cmath>

#include <gtest/gtest.h>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "support/data.h"
#include "volvr/load.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

constexpr int side = 140;

Settings settings_for(const std::string& path) {
  Settings settings;
  settings.set("render.mapper", path == "stock" ? "stock" : "volvr");
  if (path != "stock") {
    settings.set("render.path", path);
    settings.set("render.rounding", "stock");
    settings.set("render.shadow_strength", "0");
  }
  return settings;
}

class GradientOpacity : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }

  static Picture drawn(const std::string& path, const Volume& volume, const Appearance& look) {
    return render_picture(
        volume, look,
        {.width = side, .height = side, .yaw = 20, .pitch = 10, .settings = settings_for(path)});
  }

  static void compare(const Volume& volume, const Appearance& look, const std::string& what,
                      double most_mean = 0.15) {
    const Picture ours = drawn(GetParam(), volume, look);
    const Picture stock = drawn("stock", volume, look);
    EXPECT_LT(difference(ours, stock).mean, most_mean)
        << what << saved(ours, "ours") << saved(stock, "stock");
    EXPECT_LE(difference(ours, stock).part_beyond_8, 0.001) << what;
  }
};

// A ramp of 10 a millimetre between two plateaus, so that the gradient is known everywhere.
double ramp(const Eigen::Vector3d& at) {
  return std::clamp(10.0 * (25.0 - at.norm()), 0.0, 200.0);
}

Appearance borders_alone() {
  Appearance look = opaque_above(100);
  look.colours = {{0, {0.9, 0.5, 0.2}}, {200, {0.4, 0.6, 1.0}}};
  look.opacities = {{20, 0.0}, {40, 0.2}, {200, 0.2}};
  look.gradient_opacities = {{2, 0.0}, {8, 1.0}};
  look.window = {100, 200};
  return look;
}

TEST_P(GradientOpacity, IsThatOfTheStockMapper) {
  const Eigen::Matrix3d axes =
      Eigen::AngleAxisd(0.4, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  const Volume uneven =
      sampled<std::int16_t>(make_grid({.axes = axes, .step = {1, 1.5, 2.2}, .half = 35}), ramp);
  Appearance look = borders_alone();
  compare(uneven, look, "unlit");
  look.shade = true;
  compare(uneven, look, "lit");
  compare(sampled<float>(make_grid({.half = 30}), ramp), look, "float");
  // Two gradients between which factors fall again.
  look.gradient_opacities = {{0, 0.1}, {3, 0.9}, {6, 0.2}, {11, 0.7}};
  compare(uneven, look, "up and down", 0.3);  // steep factors show how gradients are rounded
  look.technique = Technique::mip;
  compare(uneven, look, "MIP knows no gradients");
}

TEST_P(GradientOpacity, OfARealChestIsThatOfTheStockMapper) {
  const Volume volume = load(scan(sample("ct-chest")).series.at(0));
  Appearance look = resolve(find_preset("ct-bone"), volume);
  look.gradient_opacities = {{10, 0.0}, {60, 1.0}};
  compare(volume, look, "chest");
  Appearance plain = look;
  plain.gradient_opacities.clear();
  EXPECT_GT(difference(drawn(GetParam(), volume, look), drawn(GetParam(), volume, plain)).mean,
            0.5);
}

// The same body on a fine, a coarse, an uneven and a sheared grid: the factor is that of the
// gradient a millimetre, so that all look alike, and only the border is seen.
TEST_P(GradientOpacity, IsPerMillimetreOnAnyGrid) {
  const Appearance look = borders_alone();
  Eigen::Matrix3d sheared = Eigen::Matrix3d::Identity();
  sheared.col(2) = Eigen::Vector3d(0.5, 0.0, std::sqrt(0.75));
  const Picture expected = drawn(GetParam(), sampled(make_grid({.half = 30}), ramp), look);
  EXPECT_GT(lit(expected, 60).pixels, 1000);
  for (const GridOptions& grid : {GridOptions{.step = {0.7, 0.7, 0.7}, .half = 30},
                                  GridOptions{.step = {1, 1, 2}, .half = 30},
                                  GridOptions{.axes = sheared, .step = {1, 1, 1}, .half = 30}}) {
    const Picture found = drawn(GetParam(), sampled(make_grid(grid), ramp), look);
    EXPECT_NEAR(lit(found, 60).pixels, lit(expected, 60).pixels, 0.12 * lit(expected, 60).pixels)
        << saved(found, "found") << saved(expected, "expected");
  }
  Appearance plateau = look;
  plateau.opacities = {{195, 0.0}, {199, 0.1}, {200, 0.1}};
  plateau.gradient_opacities = {{1, 0.0}, {2, 1.0}};
  const Volume volume = sampled(make_grid({.half = 30}), ramp);
  const Picture hidden = drawn(GetParam(), volume, plateau);
  plateau.gradient_opacities.clear();
  const Picture seen = drawn(GetParam(), volume, plateau);
  EXPECT_GT(lit(seen, 110).pixels, 1000);
  EXPECT_LT(lit(hidden, 110).pixels, 0.2 * lit(seen, 110).pixels)
      << saved(hidden, "hidden") << saved(seen, "seen");
}

TEST_P(GradientOpacity, ComesAndGoesWithThePreset) {
  const Volume volume = sampled(make_grid({.half = 30}), ramp);
  Studio studio({.size = side, .settings = settings_for(GetParam())});
  Appearance core = borders_alone();
  core.gradient_opacities = {{2, 1.0}, {8, 0.0}};
  Appearance plain = core;
  plain.gradient_opacities.clear();
  const Picture without = studio.draw(volume, state_of(plain));
  const Picture with = studio.draw(state_of(core));
  EXPECT_GT(difference(with, without).mean, 1.0);
  EXPECT_EQ(studio.draw(state_of(plain)).rgb, without.rgb);
  EXPECT_EQ(studio.draw(state_of(core)).rgb, with.rgb);
}

INSTANTIATE_TEST_SUITE_P(Paths, GradientOpacity, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

}  // namespace
}  // namespace volvr::test
