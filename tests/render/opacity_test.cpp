// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr double thickness = 20.0;  // millimetres
constexpr double per_millimetre = 0.04;

// A slab of value 1 across the line of sight, in air of value 0.
double slab(const Eigen::Vector3d& point) {
  return std::abs(point[1]) < 0.5 * thickness ? 1.0 : 0.0;
}

State translucent() {
  Appearance appearance = opaque_above(0.5);
  appearance.opacities = {{0.49, 0.0}, {0.51, per_millimetre}};
  return state_of(appearance);
}

class Opacity : public Drawing {
 protected:
  static int middle_grey(const Volume& volume, double magnification, const std::string& step) {
    Settings settings;
    settings.set("render.step", step);
    Studio studio({.size = 64, .distance = 2.0, .view_angle = 1.0, .settings = settings});
    State state = translucent();
    state.pose.magnification = magnification;
    return grey(studio.draw(volume, state), 32, 32);
  }
};

TEST_F(Opacity, IsOfAMillimetreWhateverVoxelStepAndMagnification) {
  const double expected = 255.0 * (1.0 - std::pow(1.0 - per_millimetre, thickness));
  for (const double voxel : {0.5, 1.0, 2.0}) {
    // Set off by half a voxel, so that the half value lies on the slab's faces.
    const Volume volume = sampled(
        make_grid({.step = {2, voxel, 2}, .half = 30, .centre = {0, 0.5 * voxel, 0}}), slab);
    for (const double magnification : {0.5, 1.0, 3.0}) {
      for (const std::string step : {"0.2", "0.5", "1"}) {
        EXPECT_NEAR(middle_grey(volume, magnification, step), expected, 6.0)
            << "voxel " << voxel << " magnification " << magnification << " step " << step;
      }
    }
  }
}

TEST_F(Opacity, IsTheSameThroughAShearedGrid) {
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  axes.col(1) = Eigen::Vector3d(0.5, std::sqrt(0.75), 0.0);
  const Volume volume = sampled(make_grid({.axes = axes,
                                           .step = {1, 0.5 / std::sqrt(0.75), 1},
                                           .half = 30,
                                           .centre = {0, 0.25, 0}}),
                                slab);
  const double expected = 255.0 * (1.0 - std::pow(1.0 - per_millimetre, thickness));
  EXPECT_NEAR(middle_grey(volume, 1.0, "0.25"), expected, 6.0);
}

TEST_F(Opacity, MovingTheWindowIsMovingTheValues) {
  Appearance appearance = opaque_above(0.0, 8.0);
  appearance.colours = {{-10, {0.2, 0.1, 0.6}}, {10, {1, 0.9, 0.3}}};
  appearance.opacities = {{-5, 0.0}, {5, 0.5}};
  appearance.window = {0.0, 20.0};
  const Field body = ball({0, 0, 0}, 15);
  const GridGeometry grid = make_grid({.half = 25});
  State plain = state_of(appearance);
  State moved = plain;
  moved.window = {40.0, 60.0};  // centre by 40, three times as wide
  Studio studio;
  const Picture expected = studio.draw(sampled(grid, body), plain);
  const Picture found = studio.draw(
      sampled(grid, [&](const Eigen::Vector3d& point) { return 40.0 + 3.0 * body(point); }), moved);
  ASSERT_GT(lit(expected, 60).pixels, 1000);
  EXPECT_LT(difference(expected, found).mean, 0.1);
  EXPECT_LE(difference(expected, found).largest, 6);
  const Picture unmoved = studio.draw(sampled(grid, body), moved);
  EXPECT_GT(difference(expected, unmoved).mean, 2.0);
}

TEST_F(Opacity, UpdatesInPlaceLookLikeAFreshScene) {
  const Volume volume = sampled(make_grid({.half = 25}), ball({0, 0, 0}, 15));
  State state = state_of(opaque_above(0.0));
  Studio studio;
  studio.draw(volume, state);
  state.window = {5.0, 1.0};
  state.shade = true;
  state.pose.scene_from_patient = scene_from_patient(View::left);
  const Picture updated = studio.draw(state);
  Studio fresh;
  EXPECT_EQ(difference(updated, fresh.draw(volume, state)).largest, 0);
}

}  // namespace
}  // namespace volvr::test
