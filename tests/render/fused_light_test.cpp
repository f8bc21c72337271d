// SPDX-License-Identifier: Apache-2.0
// What is drawn with a volume in one pass is lit as a volume by itself is, which is compared with
// the stock mapper elsewhere.
#include <gtest/gtest.h>

#include <vtkLight.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr int side = 140;

class FusedLight : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  static StudioOptions options(const std::string& rounding = "own") {
    StudioOptions options = by_path(GetParam(), {.size = side, .view_angle = 12.0});
    options.settings.set("render.rounding", rounding);
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(Paths, FusedLight, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

// Two balls, one within the other's skin, on a grid that is oblique and uneven.
Volume bodies() {
  const Eigen::Matrix3d axes =
      Eigen::AngleAxisd(0.4, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  const Field soft = both(ball({12, 0, 0}, 22), ball({-20, 10, 5}, 16));
  return sampled<std::int16_t>(
      make_grid({.axes = axes, .step = {1.1, 1.6, 2.3}}),
      [&](const Eigen::Vector3d& at) { return std::clamp(60.0 + 6.0 * soft(at), 0.0, 120.0); });
}

// Of few voxels, in whose sheets a gradient depends on how far apart its ends are.
Volume sheets() {
  const Field field = [](const Eigen::Vector3d& at) {
    const double place = at.dot(Eigen::Vector3d(1, 3, 0.5).normalized()) / 17.0;
    const double inside = std::clamp((30.0 - at.norm()) / 8.0, 0.0, 1.0);
    return inside * (120.0 - 90.0 * std::abs(place - std::round(place)) +
                     5.0 * std::sin(at[0] * 0.7) * std::cos(at[1] * 0.3 + at[2] * 0.9));
  };
  return sampled<std::int16_t>(make_grid({.step = {5.0, 4.0, 6.0}, .half = 35}), field);
}

// Nothing to be seen, on the same grid, so that rays take the same samples.
Volume nothing(const Volume& other) {
  return sampled<std::int16_t>(other.geometry(),
                               [](const Eigen::Vector3d& at) { return at[0] > 0.0 ? 1.0 : 0.0; });
}

Appearance clear() {
  Appearance appearance = opaque_above(1000.0);
  appearance.shade = true;
  return appearance;
}

Appearance look() {
  Appearance appearance = opaque_above(60, 40);
  appearance.shade = true;
  appearance.colours = {{0, {0.9, 0.3, 0.2}}, {60, {0.9, 0.6, 0.3}}, {120, {1.0, 1.0, 0.8}}};
  appearance.opacities = {{20, 0.0}, {60, 0.2}, {120, 0.9}};
  appearance.window = {60, 120};
  appearance.ambient = 0.2;
  appearance.diffuse = 0.7;
  appearance.specular = 0.3;
  appearance.specular_power = 12.0;
  return appearance;
}

void add_lamps(Studio& studio) {
  vtkRenderer& renderer = *studio.stage().renderer();
  renderer.RemoveAllLights();
  renderer.SetTwoSidedLighting(true);
  const auto add = [&](const Eigen::Vector3d& from, const Eigen::Vector3d& rgb, bool bulb) {
    vtkNew<vtkLight> light;
    light->SetLightType(VTK_LIGHT_TYPE_SCENE_LIGHT);
    light->SetPosition(from.data());
    light->SetFocalPoint(0, 0, 0);
    light->SetColor(rgb[0], rgb[1], rgb[2]);
    light->SetPositional(bulb);
    light->SetConeAngle(180.0);
    renderer.AddLight(light);
  };
  add({0.4, 0.1, 0.2}, {1.0, 0.2, 0.1}, false);
  add({-0.1, 0.1, 0.2}, {0.2, 0.9, 0.3}, true);
}

struct Both {
  Picture alone, fused;
};

Both drawn(const Appearance& appearance, const StudioOptions& options, bool lamps,
           const Volume& volume = bodies()) {
  const auto draw = [&](const Volume& main, const Appearance& own, const render::Fused& fused) {
    Studio studio(options);
    const State state = state_of(own);
    studio.draw(main, state, fused);
    if (lamps) add_lamps(studio);
    return studio.draw(with_fused(state, fused));
  };
  return {draw(volume, appearance, {}),
          draw(nothing(volume), clear(),
               {.layers = {{.volume = volume, .appearance = appearance}}})};
}

void expect_alike(const Both& both, const std::string& what) {
  ASSERT_GT(lit(both.alone, 40).pixels, 1500) << what << saved(both.alone, "alone");
  const Difference apart = difference(both.alone, both.fused);
  EXPECT_LT(apart.mean, 0.1) << what << saved(both.alone, "alone") << saved(both.fused, "fused");
  EXPECT_LE(apart.largest, 4) << what << saved(both.alone, "alone") << saved(both.fused, "fused");
}

TEST_P(FusedLight, OfALayerIsThatOfAVolume) {
  expect_alike(drawn(look(), options(), false), "headlight");
  expect_alike(drawn(look(), options(), true), "lamps");
  expect_alike(drawn(look(), options("stock"), false), "headlight, exact");
  expect_alike(drawn(look(), options("stock"), false, sheets()), "few voxels, exact");
}

TEST_P(FusedLight, OfALayerIsNotAllTheSame) {
  const Both head = drawn(look(), options(), false);
  const Both lamps = drawn(look(), options(), true);
  EXPECT_GT(difference(head.fused, lamps.fused).mean, 4.0) << saved(lamps.fused, "lamps");
}

TEST_P(FusedLight, BordersAloneAreSeenOfALayerToo) {
  Appearance borders = look();
  borders.opacities = {{20, 0.0}, {40, 0.03}, {120, 0.03}};
  const Both whole = drawn(borders, options(), false);
  borders.gradient_opacities = {{4, 0.0}, {8, 1.0}};
  const Both both = drawn(borders, options(), false);
  expect_alike(both, "gradient opacity");
  EXPECT_GT(difference(whole.fused, both.fused).mean, 2.0) << saved(both.fused, "borders");
  expect_alike(drawn(borders, options("stock"), true), "gradient opacity, exact, lamps");
}

// Lamps light a layer that is shaded also where the volume itself is not.
TEST_P(FusedLight, OfALayerOverAVolumeWithoutIt) {
  Studio studio(options());
  Appearance unlit = clear();
  unlit.shade = false;
  const render::Fused fused{.layers = {{.volume = bodies(), .appearance = look()}}};
  const State state = state_of(unlit);
  studio.draw(nothing(bodies()), state, fused);
  add_lamps(studio);
  const Picture found = studio.draw(with_fused(state, fused));
  const Both both = drawn(look(), options(), true);
  EXPECT_LT(difference(found, both.alone).mean, 0.1) << saved(found, "unlit-main");
}

// A plate, and a ball before it whose shade falls on it.
constexpr double plate_front = 20.0;
double plate(const Eigen::Vector3d& at) {
  return 100.0 * std::clamp(0.5 + (at[1] - plate_front) / 2.0, 0.0, 1.0);
}
double a_ball(const Eigen::Vector3d& at) {
  return 100.0 * std::clamp(0.5 + (9.0 - at.norm()) / 2.0, 0.0, 1.0);
}

class FusedShades : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  static Picture drawn(const Field& main, const Field& layer, double strength) {
    StudioOptions options = by_path(
        GetParam(), {.size = side, .distance = 2.0, .view_angle = 2.6});
    options.settings.set("render.shadow_strength", std::to_string(strength));
    Studio studio(options);
    Appearance appearance = opaque_above(50, 20);
    appearance.shade = true;
    appearance.specular = 0.0;
    appearance.shadows = 1.0;
    const auto volume = [](const Field& field) {
      return sampled<std::int16_t>(make_grid({.half = 36}), field);
    };
    render::Fused fused;
    if (layer) fused.layers = {{.volume = volume(layer), .appearance = appearance}};
    return studio.draw(volume(main), state_of(appearance), fused);
  }
};

INSTANTIATE_TEST_SUITE_P(Paths, FusedShades, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

TEST_P(FusedShades, OfTheVolumeStayWhenALayerComes) {
  const Field all = [](const Eigen::Vector3d& at) { return std::max(plate(at), a_ball(at)); };
  const Field corner = [](const Eigen::Vector3d& at) {
    return a_ball(at - Eigen::Vector3d(-28, 0, -28));
  };
  const Picture alone = drawn(all, {}, 1.0);
  const Picture bright = drawn(all, {}, 0.0);
  const Picture fused = drawn(all, corner, 1.0);
  ASSERT_GT(difference(alone, bright).mean, 5.0) << saved(alone, "alone");
  int same = 0;
  int counted = 0;
  for (int y = 0; y < side; ++y) {
    for (int x = side / 3; x < side; ++x) {
      if (y > 2 * side / 3) continue;  // where the layer may be, on either side
      ++counted;
      same += std::abs(grey(alone, x, y) - grey(fused, x, y)) <= 1 ? 1 : 0;
    }
  }
  EXPECT_GT(same, 0.99 * counted) << saved(alone, "alone") << saved(fused, "fused");
}

TEST_P(FusedShades, OfTheVolumeFallOnALayer) {
  const Picture with = drawn(a_ball, plate, 1.0);
  const Picture without = drawn(a_ball, plate, 0.0);
  // The lamp is over the viewer's left shoulder: the shade is to the right of the ball and below.
  const auto left_at = [&](int x, int y) {
    return static_cast<double>(grey(with, x, y)) / std::max(grey(without, x, y), 1);
  };
  double darkest = 1.0;
  for (int y = side / 2; y < side; ++y) {
    for (int x = side / 2; x < side; ++x) {
      if (grey(without, x, y) > 60) darkest = std::min(darkest, left_at(x, y));
    }
  }
  EXPECT_LT(darkest, 0.75) << saved(with, "with") << saved(without, "without");
  const double open = left_at(side / 5, side / 5);
  EXPECT_GT(open, 0.85) << saved(with, "with");
  // The ball itself is as dark as it is without the layer.
  const Picture alone = drawn(a_ball, {}, 1.0);
  EXPECT_NEAR(grey(with, side / 2 + 6, side / 2 + 6), grey(alone, side / 2 + 6, side / 2 + 6), 2);
}

}  // namespace
}  // namespace volvr::test
