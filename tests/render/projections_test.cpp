// SPDX-License-Identifier: Apache-2.0
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

// Along the line of sight through the middle: 30 in front of 80 in front of 50, in -20;
// elsewhere 20.
double layers(const Eigen::Vector3d& point) {
  if (std::abs(point[0]) > 10 || std::abs(point[2]) > 10) return 20.0;
  if (point[1] < -12) return 30.0;
  if (point[1] < 4) return 80.0;
  if (point[1] < 14) return 50.0;
  return -20.0;
}

class Projections : public Drawing {
 protected:
  static Picture draw(Technique technique, const Window& window) {
    Studio studio({.size = 96, .distance = 1.0, .view_angle = 3.0});
    State state = state_of(opaque_above(25.0, 1.0));
    state.technique = technique;
    state.window = window;
    const GridGeometry grid = make_grid({.half = 20});
    return studio.draw(sampled<std::int16_t>(grid, layers), state);
  }
  static double expected(double value, const Window& window) {
    return 255.0 * (value - window.centre + 0.5 * window.width) / window.width;
  }
};

TEST_F(Projections, MaximumIsTheLargestValueGreyOverTheWindow) {
  for (const Window window : {Window{50, 100}, Window{60, 200}}) {
    const Picture picture = draw(Technique::mip, window);
    EXPECT_NEAR(grey(picture, 48, 48), expected(80, window), 2.0) << saved(picture, "mip");
    EXPECT_NEAR(grey(picture, 12, 48), expected(20, window), 2.0) << saved(picture, "mip");
  }
}

TEST_F(Projections, MinimumIsTheSmallestValue) {
  for (const Window window : {Window{0, 100}, Window{20, 160}}) {
    const Picture picture = draw(Technique::minip, window);
    EXPECT_NEAR(grey(picture, 48, 48), expected(-20, window), 2.0) << saved(picture, "minip");
    EXPECT_NEAR(grey(picture, 12, 48), expected(20, window), 2.0) << saved(picture, "minip");
  }
}

TEST_F(Projections, AverageIsTheMeanAlongTheRay) {
  double sum = 0.0;
  for (int j = -20; j <= 20; ++j) sum += layers({0, static_cast<double>(j), 0});
  // Between the outer voxel centres the first and the last count half.
  const double ends = 0.5 * (layers({0, -20, 0}) + layers({0, 20, 0}));
  const double mean = (sum - ends) / 40.0;
  for (const Window window : {Window{40, 100}, Window{40, 160}}) {
    const Picture picture = draw(Technique::average, window);
    EXPECT_NEAR(grey(picture, 48, 48), expected(mean, window), 5.0) << saved(picture, "average");
    EXPECT_NEAR(grey(picture, 12, 48), expected(20, window), 2.0) << saved(picture, "average");
  }
}

TEST_F(Projections, IsosurfaceIsTheSurfaceAtTheWindowsCentre) {
  Studio studio;
  const Volume volume = sampled(make_grid({.half = 30}), ball({0, 0, 0}, 25));
  State state = state_of(opaque_above(0.0));
  state.technique = Technique::isosurface;
  for (const double radius : {20.0, 12.0}) {
    state.window = {25.0 - radius, 10.0};
    const Picture picture = studio.draw(volume, state);
    int expected = 0;
    for (int y = 0; y < 200; ++y) {
      for (int x = 0; x < 200; ++x) {
        expected += studio.sees_ball(x, y, {0, 0, 0}, 0.001 * radius) ? 1 : 0;
      }
    }
    EXPECT_NEAR(lit(picture, 20).pixels, expected, 0.02 * expected) << saved(picture, "iso");
  }
}

TEST_F(Projections, AreClearWhereNothingIsBright) {
  Studio studio({.size = 96});
  studio.stage().renderer()->SetBackground(0.0, 0.0, 1.0);
  State state = state_of(opaque_above(0.0));
  state.technique = Technique::mip;
  state.window = {10.0, 20.0};
  const Picture picture = studio.draw(sampled(make_grid({.half = 30}), ball({0, 0, 0}, 10)), state);
  const auto* beside = picture.rgb.data() + 3 * (48 * 96 + 80);
  EXPECT_EQ(int{beside[2]}, 255) << saved(picture, "clear");
}

}  // namespace
}  // namespace volvr::test
