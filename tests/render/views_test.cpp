// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

const Eigen::Vector3d to_left(1, 0, 0);
const Eigen::Vector3d to_posterior(0, 1, 0);
const Eigen::Vector3d to_superior(0, 0, 1);

// What a reader expects: which patient direction lies to the right, up, and towards them.
struct Expected {
  View view;
  Eigen::Vector3d right, up, near;
};

const std::array<Expected, 6>& expectations() {
  static const std::array<Expected, 6> all{{
      {View::anterior, to_left, to_superior, -to_posterior},
      {View::posterior, -to_left, to_superior, to_posterior},
      {View::left, to_posterior, to_superior, to_left},
      {View::right, -to_posterior, to_superior, -to_left},
      {View::superior, -to_left, -to_posterior, to_superior},
      {View::inferior, to_left, -to_posterior, -to_superior},
  }};
  return all;
}

// A ball in the middle and a small one towards `direction`.
Volume marked(const Eigen::Vector3d& direction) {
  return sampled(make_grid({.step = {1.5, 1.5, 1.5}, .half = 40}),
                 both(ball({0, 0, 0}, 10), ball(26 * direction, 5)));
}

class Views : public Drawing {};

TEST_F(Views, ABallCoversItsExactDiscOnAndOffTheAxis) {
  Studio studio;
  const double radius = 20.0;
  for (const Eigen::Vector3d& at : {Eigen::Vector3d(0, 0, 0), Eigen::Vector3d(17.3, 0, 11.9),
                                    Eigen::Vector3d(-21.7, 13.1, 5.5)}) {
    const Volume volume = sampled(make_grid({.half = 48}), ball(at, radius));
    const Picture picture = studio.draw(volume, state_of(opaque_above(0.0)));
    // Anterior view: left is right, superior is up, anterior is near.
    const Eigen::Vector3d in_scene = 0.001 * Eigen::Vector3d(at[0], at[2], -at[1]);
    Lit expected;
    for (int y = 0; y < picture.height; ++y) {
      for (int x = 0; x < picture.width; ++x) {
        if (!studio.sees_ball(x, y, in_scene, 0.001 * radius)) continue;
        ++expected.pixels;
        expected.centroid += Eigen::Vector2d(x + 0.5, y + 0.5);
      }
    }
    expected.centroid /= expected.pixels;
    const Lit found = lit(picture);
    EXPECT_NEAR(found.pixels, expected.pixels, 0.01 * expected.pixels) << saved(picture, "ball");
    EXPECT_NEAR(found.centroid[0], expected.centroid[0], 0.1) << saved(picture, "ball");
    EXPECT_NEAR(found.centroid[1], expected.centroid[1], 0.1);
  }
}

TEST_F(Views, EachShowsEverySideOfThePatientWhereAReaderExpectsIt) {
  Studio studio({.size = 96});
  for (const Expected& expected : expectations()) {
    for (const Eigen::Vector3d& side : {expected.right, expected.up}) {
      const Picture picture = studio.draw(marked(side), state_of(opaque_above(0.0), expected.view));
      const double middle = 48.0;
      const Lit found = lit(picture);
      const double rightwards = found.centroid[0] - middle;
      const double upwards = middle - found.centroid[1];
      EXPECT_GT(side == expected.right ? rightwards : upwards, 2.0)
          << to_string(expected.view) << saved(picture, "view");
      EXPECT_NEAR(side == expected.right ? upwards : rightwards, 0.0, 0.3)
          << to_string(expected.view) << saved(picture, "view");
    }
  }
}

TEST_F(Views, TheSideOfTheViewsNameIsNearest) {
  Studio studio({.size = 128});
  const auto size_of_ball_at = [&](const Eigen::Vector3d& at, View view) {
    const Volume volume = sampled(make_grid({.step = {1.5, 1.5, 1.5}, .half = 40}), ball(at, 9));
    return lit(studio.draw(volume, state_of(opaque_above(0.0), view))).pixels;
  };
  for (const Expected& expected : expectations()) {
    // In perspective the nearer of two equal balls is the larger: here by 1.23 in area.
    const double near = size_of_ball_at(26 * expected.near, expected.view);
    const double far = size_of_ball_at(-26 * expected.near, expected.view);
    EXPECT_NEAR(near / far, std::pow(526.0 / 474.0, 2), 0.06) << to_string(expected.view);
  }
}

TEST_F(Views, YawTurnsTheNearSideToTheRightAndPitchTurnsItDown) {
  const Volume volume = marked(-to_posterior);  // the marker faces the viewer
  const RenderOptions options{.width = 96, .height = 96};
  OffscreenRenderer renderer(volume, opaque_above(0.0), options);
  const Lit yawed = lit(renderer.draw(View::anterior, 60.0, 0.0));
  const Lit pitched = lit(renderer.draw(View::anterior, 0.0, 60.0));
  const Lit straight = lit(renderer.draw(View::anterior));
  EXPECT_GT(yawed.pixels, 0);
  // Framed anew each time, so the larger ball moves the other way.
  EXPECT_GT(straight.pixels, 0);
  const Picture turned = renderer.draw(View::anterior, 90.0, 0.0);
  const Picture left_side =
      OffscreenRenderer(marked(-to_posterior), opaque_above(0.0), options).draw(View::right);
  EXPECT_LT(difference(turned, left_side).mean, 0.5) << saved(turned, "yaw90");
  const Picture leant = renderer.draw(View::anterior, 0.0, 90.0);
  const Picture from_above = renderer.draw(View::superior);
  // Leant by 90 degrees the top of the head faces the viewer, and the front looks down.
  EXPECT_GT(pitched.pixels, 0);
  Picture upside_down = from_above;
  std::reverse(upside_down.rgb.begin(), upside_down.rgb.end());
  EXPECT_LT(difference(leant, upside_down).mean, 0.5) << saved(leant, "pitch90");
}

TEST_F(Views, PosePlacesTurnsAndMagnifiesTheStudy) {
  Studio studio;
  const Volume volume = sampled(make_grid({.half = 25}), ball({0, 0, 0}, 20));
  State state = state_of(opaque_above(0.0));
  const int life_size = lit(studio.draw(volume, state)).pixels;
  state.pose.magnification = 2.0;
  EXPECT_NEAR(lit(studio.draw(state)).pixels / (4.0 * life_size), 1.0, 0.02);
  state.pose.magnification = 0.5;
  state.pose.position = {0.03, -0.02, 0.0};
  const Lit moved = lit(studio.draw(state));
  const Eigen::Vector2d expected = studio.pixel_of({0.03, -0.02, 0.0});
  EXPECT_NEAR(moved.centroid[0], expected[0], 0.3);
  EXPECT_NEAR(moved.centroid[1], expected[1], 0.3);
}

}  // namespace
}  // namespace volvr::test
