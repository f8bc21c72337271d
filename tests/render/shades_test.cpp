// SPDX-License-Identifier: Apache-2.0
// Soft shadows: where geometry says that there are some, smooth, and nowhere else.
#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <vtkVolume.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr int side = 120;

StudioOptions options(const std::string& path) {
  Settings settings;
  settings.set("render.mapper", "volvr");
  settings.set("render.path", path);
  return {.size = side, .distance = 2.0, .view_angle = 2.6, .settings = settings};
}

// A plate across the line of sight, 12 mm behind a ball if there is one.
double plate(const Eigen::Vector3d& at) {
  return 100.0 * std::clamp(0.5 + (at[1] - 20.0) / 2.0, 0.0, 1.0);
}
double plate_and_ball(const Eigen::Vector3d& at) {
  return std::max(plate(at), 100.0 * std::clamp(0.5 + (9.0 - at.norm()) / 2.0, 0.0, 1.0));
}

State shaded(double strength) {
  Appearance appearance = opaque_above(50, 20);
  appearance.shade = true;
  appearance.specular = 0.0;
  appearance.shadows = strength;
  return state_of(appearance);
}

class Shades : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }

  static Volume volume_of(const Field& field, const Eigen::Vector3d& step = {1, 1, 1}) {
    return sampled<std::int16_t>(make_grid({.step = step, .half = 36}), field);
  }
  static Picture drawn(const Volume& volume, const State& state,
                       const std::string& path = GetParam()) {
    Studio studio(options(path));
    return studio.draw(volume, state);
  }
};

// Of what is drawn, the part of its brightness that shadows leave; 1 where nothing is drawn.
double part_left(const Picture& with, const Picture& without, int x, int y) {
  const int bright = grey(without, x, y);
  return bright < 20 ? 1.0 : static_cast<double>(grey(with, x, y)) / bright;
}

double part_left(const Picture& with, const Picture& without, const Eigen::Vector2d& middle) {
  double sum = 0.0;
  for (int y = -2; y <= 2; ++y) {
    for (int x = -2; x <= 2; ++x) {
      sum += part_left(with, without, static_cast<int>(middle[0]) + x,
                       static_cast<int>(middle[1]) + y);
    }
  }
  return sum / 25.0;
}

TEST_P(Shades, FallAwayFromTheViewersUpperLeft) {
  for (const Eigen::Vector3d& step : {Eigen::Vector3d(1, 1, 1), Eigen::Vector3d(1, 1, 2.5)}) {
    const Volume volume = volume_of(plate_and_ball, step);
    const Picture without = drawn(volume, shaded(0.0));
    const Picture with = drawn(volume, shaded(1.0));
    Studio studio(options(GetParam()));
    // The plate's surface lies 20 mm behind the ball's middle; the lamp shines from (-0.45, 0.6,
    // 0.66), so that the ball's shadow is shifted by (0.68, -0.91) of that.
    const Eigen::Vector3d shadow(0.0137, -0.0182, -0.02);
    const Eigen::Vector3d opposite(-0.0137, 0.0182, -0.02);
    const double dark = part_left(with, without, studio.pixel_of(shadow));
    const double light = part_left(with, without, studio.pixel_of(opposite));
    EXPECT_LT(dark, 0.85) << saved(with, "with") << saved(without, "without");
    EXPECT_GT(light, dark + 0.1) << saved(with, "with");
    EXPECT_GT(light, 0.85) << saved(with, "with");
  }
}

TEST_P(Shades, AreSmoothAndLeaveWhatIsOpenBright) {
  const Volume alone = volume_of(plate);
  const Picture without = drawn(alone, shaded(0.0));
  const Picture with = drawn(alone, shaded(1.0));
  for (int y = 25; y < side - 25; y += 3) {
    for (int x = 25; x < side - 25; ++x) {
      ASSERT_GT(part_left(with, without, x, y), 0.9) << x << " " << y << saved(with, "plate");
    }
  }
  // Along the plate beside and through the shadow brightness bends by little from pixel to pixel.
  const Volume both = volume_of(plate_and_ball);
  const Picture plain = drawn(both, shaded(0.0));
  const Picture shady = drawn(both, shaded(1.0));
  double sharpest = 0.0;
  double darkest = 1.0;
  for (int y = 84; y < 100; y += 2) {
    for (int x = 16; x < side - 16; ++x) {
      const double here = part_left(shady, plain, x, y);
      const double bend = part_left(shady, plain, x - 2, y) + part_left(shady, plain, x + 2, y);
      sharpest = std::max(sharpest, std::abs(0.5 * bend - here));
      darkest = std::min(darkest, here);
    }
  }
  EXPECT_LT(sharpest, 0.035) << saved(shady, "shady");
  EXPECT_LT(darkest, 0.85);
  EXPECT_GT(darkest, 0.2) << "what is in the shade is seen";
}

TEST_P(Shades, OfStrengthNoneChangeNothingAndHalfIsBetween) {
  const Volume volume = volume_of(plate_and_ball);
  Studio studio(options(GetParam()));
  const Picture none = studio.draw(volume, shaded(0.0));
  const Picture half = studio.draw(shaded(0.5));
  const Picture full = studio.draw(shaded(1.0));
  EXPECT_EQ(studio.draw(shaded(0.0)).rgb, none.rgb);
  EXPECT_NEAR(difference(half, none).mean, 0.5 * difference(full, none).mean, 0.3);
  EXPECT_GT(difference(full, none).mean, 1.0);
  StudioOptions by_setting = options(GetParam());
  by_setting.settings.set("render.shadow_strength", "0.5");
  Studio other(by_setting);
  EXPECT_EQ(other.draw(volume, shaded(1.0)).rgb, half.rgb) << "the setting is above the preset";
}

TEST_P(Shades, FollowTheHeadNotTheStudy) {
  const Field turned = [](const Eigen::Vector3d& at) {
    return plate_and_ball({-at[0], -at[2], -at[1]});
  };
  const Picture front = drawn(volume_of(plate_and_ball), shaded(1.0));
  State above = shaded(1.0);
  above.pose.scene_from_patient = scene_from_patient(View::superior);
  const Picture top = drawn(volume_of(turned), above);
  EXPECT_LT(difference(front, top).mean, 2.0) << saved(front, "front") << saved(top, "top");
}

TEST_P(Shades, WhatIsClippedAwayCastsNone) {
  State cut = shaded(1.0);
  cut.clips = {{ClipSphere{{0, 0, 0}, 14}}};
  Studio studio(options(GetParam()));
  studio.draw(volume_of(plate_and_ball), shaded(1.0));
  const Picture clipped = studio.draw(cut);
  const Picture alone = drawn(volume_of(plate), cut);
  EXPECT_LT(difference(clipped, alone).mean, 0.3) << saved(clipped, "clipped");
  EXPECT_LT(difference(clipped, alone).part_beyond_8, 0.002);
}

TEST_P(Shades, FollowTheWindow) {
  const Volume volume = volume_of([](const Eigen::Vector3d& at) {
    return std::max(plate(at), 0.5 * (plate_and_ball(at) - plate(at)) + plate(at));
  });
  State state = shaded(1.0);
  Studio studio(options(GetParam()));
  state.window = {30.0, 1.0};
  const Picture with_ball = studio.draw(volume, state);
  state.window = {80.0, 1.0};
  const Picture without_ball = studio.draw(state);
  Studio fresh(options(GetParam()));
  EXPECT_EQ(fresh.draw(volume, state).rgb, without_ball.rgb);
  EXPECT_GT(difference(with_ball, without_ball).mean, 1.0);
}

TEST_P(Shades, NumbersThatAreNoneAndThinVolumesDoNoHarm) {
  Studio studio(options(GetParam()));
  const Picture none = studio.draw(volume_of(plate_and_ball), shaded(0.0));
  auto* mapper = render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
  for (const double strength : {std::numeric_limits<double>::quiet_NaN(), -3.0}) {
    mapper->SetShadows(strength);
    EXPECT_EQ(studio.draw(shaded(0.0)).rgb, none.rgb);
  }
  for (const Eigen::Vector3i& size : {Eigen::Vector3i(1, 1, 40), Eigen::Vector3i(30, 5, 1)}) {
    GridGeometry grid = make_grid();
    grid.size = size;
    EXPECT_NO_THROW(
        drawn(sampled<float>(grid, [](const Eigen::Vector3d&) { return 100.0; }), shaded(1.0)));
  }
}

INSTANTIATE_TEST_SUITE_P(Paths, Shades, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

TEST_F(Drawing, ShadesAreTheSameOnBothPaths) {
  Eigen::Matrix3d axes =
      Eigen::AngleAxisd(0.4, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  axes.col(2) = (axes.col(2) + 0.2 * axes.col(0)).normalized();
  const Volume volume = sampled<std::int16_t>(
      make_grid({.axes = axes, .step = {1, 1.3, 1.7}, .half = 36}), plate_and_ball);
  State state = shaded(1.0);
  state.appearance.specular = 0.3;
  Studio gpu(options("fragments"));
  Studio cpu(options("processors"));
  const Picture a = gpu.draw(volume, state);
  const Picture b = cpu.draw(volume, state);
  EXPECT_LT(difference(a, b).mean, 0.4) << saved(a, "fragments") << saved(b, "processors");
  EXPECT_LT(difference(a, b).part_beyond_8, 0.002);
}

}  // namespace
}  // namespace volvr::test
