// SPDX-License-Identifier: Apache-2.0
#include "render/budget/fovea.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace volvr::test {
namespace {

using namespace render;

constexpr PictureSize headset{2064, 2208};

std::vector<Fovea> many_foveas() {
  std::vector<Fovea> made;
  for (const PictureSize size : {headset, PictureSize{1920, 1080}, PictureSize{101, 33},
                                 PictureSize{1, 1}, PictureSize{7, 4000}}) {
    for (const double edge : {1.0, 1.3, 2.0, 4.7, 8.0}) {
      for (const double radius : {0.0, 0.05, 0.15, 0.4, 0.7}) {
        for (const double x : {0.0, 0.43, 0.5, 1.0, 1.7}) {
          made.push_back(make_fovea(
              size, {.centre = {x, 0.55}, .radius = {radius, radius}, .edge_pixel = edge}));
        }
      }
    }
  }
  return made;
}

double place_in(int i, int n) {
  return static_cast<double>(i) / n;
}

TEST(Fovea, TheTargetCoversThePictureExactlyAndInOrder) {
  for (const Fovea& fovea : many_foveas()) {
    for (const FoveaAxis& axis : {fovea.x, fovea.y}) {
      ASSERT_NEAR(warp(axis, 0.0), 0.0, 1e-12);
      ASSERT_NEAR(warp(axis, 1.0), 1.0, 1e-12);
      ASSERT_GE(axis.target, 1);
      ASSERT_LE(axis.target, axis.picture);
      double before = -1e-9;
      for (int i = 0; i <= 500; ++i) {
        const double at = warp(axis, place_in(i, 500));
        ASSERT_GT(at, before);
        before = at;
      }
    }
  }
}

TEST(Fovea, UnwarpIsTheInverseOfWarp) {
  for (const Fovea& fovea : many_foveas()) {
    for (const FoveaAxis& axis : {fovea.x, fovea.y}) {
      for (int i = 0; i <= 500; ++i) {
        const double place = place_in(i, 500);
        ASSERT_NEAR(unwarp(axis, warp(axis, place)), place, 1e-9);
        ASSERT_NEAR(warp(axis, unwarp(axis, place)), place, 1e-9);
      }
    }
  }
}

// What a shader does, in its precision.
TEST(Fovea, SinglePrecisionIsEnough) {
  const FoveaAxis axis = make_fovea(headset, {.edge_pixel = 6.0}).x;
  const auto rise = static_cast<float>(axis.rise_above);
  const auto radius = static_cast<float>(axis.radius);
  for (int i = 0; i <= 1000; ++i) {
    const auto u = static_cast<float>(axis.picture - axis.centre) * static_cast<float>(i) / 1000.0F;
    const float x = std::max(std::abs(u) - radius, 0.0F);
    const float s = std::sqrt(1.0F + 2.0F * rise * x);
    const float v = u - x * (s - 1.0F) / (s + 1.0F);
    const double place = (static_cast<double>(u) + axis.centre) / axis.picture;
    const double wanted = unwarp(axis, place);
    ASSERT_NEAR((static_cast<double>(v) + axis.target_centre) / axis.target, wanted, 1e-6);
    const float y = std::max(std::abs(v) - radius, 0.0F);
    const float back = v + 0.5F * rise * y * y;
    ASSERT_NEAR((static_cast<double>(back) + axis.centre) / axis.picture, place, 1e-5);
  }
}

TEST(Fovea, PixelsInTheMiddleAreThePicturesOwn) {
  const Fovea fovea =
      make_fovea(headset, {.centre = {0.437, 0.52}, .radius = {0.1, 0.1}, .edge_pixel = 4.0});
  for (const FoveaAxis& axis : {fovea.x, fovea.y}) {
    const int radius = static_cast<int>(axis.radius);
    for (int pixel = -radius; pixel < radius; ++pixel) {
      const double place = (axis.target_centre + pixel + 0.5) / axis.target;
      ASSERT_NEAR(warp(axis, place) * axis.picture, axis.centre + pixel + 0.5, 1e-9);
      ASSERT_DOUBLE_EQ(density(axis, warp(axis, place)), 1.0);
    }
    const double beside = place_in(axis.centre + radius + 40, axis.picture);
    EXPECT_LT(density(axis, beside), 1.0);
  }
}

TEST(Fovea, PixelsGrowEvenlyToTheEdge) {
  const FoveaAxis axis = make_fovea({2000, 2000}, {.radius = {0.1, 0.1}, .edge_pixel = 5.0}).x;
  EXPECT_NEAR(1.0 / density(axis, 1.0), 5.0, 0.05);
  EXPECT_NEAR(1.0 / density(axis, 0.0), 5.0, 0.05);
  const double first = (axis.target_centre + axis.radius) / axis.target;
  for (const double part : {0.25, 0.5, 0.75}) {
    const double place = warp(axis, first + part * (1.0 - first));
    EXPECT_NEAR(1.0 / density(axis, place), 1.0 + part * 4.0, 0.05);
  }
  // The density is the derivative of unwarp.
  for (const double place : {0.05, 0.3, 0.62, 0.97}) {
    const double slope = (unwarp(axis, place + 1e-5) - unwarp(axis, place - 1e-5)) / 2e-5;
    EXPECT_NEAR(density(axis, place), slope * axis.target / axis.picture, 1e-4);
  }
}

TEST(Fovea, OffIsTheIdentityToTheLastBit) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  for (const double edge : {1.0, 0.2, -3.0, none}) {
    const Fovea fovea = make_fovea(headset, {.centre = {0.31, none}, .edge_pixel = edge});
    EXPECT_EQ(fovea.x.target, headset.width);
    EXPECT_EQ(fovea.y.target, headset.height);
    EXPECT_EQ(area_share(fovea), 1.0);
    for (int pixel = 0; pixel < headset.width; ++pixel) {
      const double place = (pixel + 0.5) / headset.width;
      ASSERT_EQ(warp(fovea.x, place), place);
      ASSERT_EQ(unwarp(fovea.x, place), place);
      ASSERT_EQ(density(fovea.x, place), 1.0);
    }
  }
}

// 0.3 of the side stay, 0.7 shrink by (1 + 4) / 2: 0.58 of each side.
TEST(Fovea, SavesTheAreaThatItPromises) {
  const Fovea fovea = make_fovea({2000, 2000}, {.radius = {0.15, 0.15}, .edge_pixel = 4.0});
  EXPECT_NEAR(area_share(fovea), 0.58 * 0.58, 0.001);
  EXPECT_NEAR(area_share(0.15, 4.0), 0.58 * 0.58, 1e-12);
  EXPECT_EQ(area_share(0.15, 1.0), 1.0);
  EXPECT_EQ(area_share(0.5, 9.0), 1.0);
}

// The rise to the furthest edge is slower where that edge is further away.
TEST(Fovea, CostsHardlyMoreWhereverTheGazeGoes) {
  const FoveaShape middle{.edge_pixel = 4.0};
  const double most = area_share(make_fovea(headset, middle));
  for (const double x : {0.0, 0.1, 0.2, 0.35, 0.8, 1.0}) {
    for (const double y : {0.0, 0.2, 0.35, 0.5, 1.0}) {
      FoveaShape shape = middle;
      shape.centre = {x, y};
      EXPECT_LE(area_share(make_fovea(headset, shape)), 1.2 * most) << x << ' ' << y;
    }
  }
}

constexpr Frustum left_eye{.left = -1.376, .right = 0.839, .down = -1.428, .up = 0.966};
constexpr Frustum right_eye{.left = -0.839, .right = 1.376, .down = -1.428, .up = 0.966};

TEST(Fovea, TheLensAxisIsWhereTheProjectionHasIt) {
  const PicturePlace axis = place_of(left_eye, {0.0, 0.0});
  EXPECT_NEAR(axis.x, 1.376 / 2.215, 1e-12);
  EXPECT_NEAR(axis.y, 1.428 / 2.394, 1e-12);
}

TEST(Fovea, TheRadiusIsAnAngle) {
  const auto foveas =
      make_foveas({headset, headset}, {left_eye, right_eye}, {{{0.0, 0.0}, {0.5, 0.0}}}, 10.0, 4.0);
  const double tangent = std::tan(10.0 * std::numbers::pi / 180.0);
  EXPECT_NEAR(foveas[0].x.radius, headset.width * tangent / 2.215, 1e-6);
  EXPECT_NEAR(foveas[0].y.radius, headset.height * tangent / 2.394, 1e-6);
  const double at = std::atan(0.5);
  const double ten = 10.0 * std::numbers::pi / 180.0;
  const double wide = 0.5 * (std::tan(at + ten) - std::tan(at - ten));
  EXPECT_NEAR(foveas[1].x.radius, headset.width * wide / 2.215, 1e-6);
}

// Mirrored eyes that look straight ahead have mirrored targets; eyes that look aside draw the same
// angle off the gaze with pixels of the same size.
TEST(Fovea, BothEyesSeeEquallyWell) {
  const auto ahead =
      make_foveas({headset, headset}, {left_eye, right_eye}, {{{0.0, 0.0}, {0.0, 0.0}}}, 10.0, 5.0);
  EXPECT_EQ(ahead[0].x.target, ahead[1].x.target);
  EXPECT_EQ(ahead[0].y.target, ahead[1].y.target);
  for (const double gaze : {-0.6, 0.0, 0.3, 0.8}) {
    const auto eyes = make_foveas({headset, headset}, {left_eye, right_eye},
                                  {{{gaze, 0.1}, {gaze, 0.1}}}, 10.0, 5.0);
    for (const Fovea& eye : eyes) {
      const double coarsest = std::min(
          {density(eye.x, 0.0), density(eye.x, 1.0), density(eye.y, 0.0), density(eye.y, 1.0)});
      EXPECT_LE(1.0 / coarsest, 5.0 + 1e-6) << gaze;
      EXPECT_GT(1.0 / coarsest, gaze == 0.0 ? 4.95 : 1.0);
    }
    for (const double aside : {-0.8, -0.35, 0.2, 0.7}) {
      const PicturePlace tangents{gaze + aside, 0.1};
      const double x = place_of(left_eye, tangents).x;
      const double other = place_of(right_eye, tangents).x;
      if (x < 0.0 || x > 1.0 || other < 0.0 || other > 1.0) continue;
      EXPECT_NEAR(density(eyes[0].x, x), density(eyes[1].x, other), 0.01) << gaze << ' ' << aside;
    }
  }
}

}  // namespace
}  // namespace volvr::test
