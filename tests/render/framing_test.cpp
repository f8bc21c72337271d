// SPDX-License-Identifier: Apache-2.0
#include "render/framing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "render/fields.h"

namespace volvr::test {
namespace {

using render::FramingOptions;

std::vector<Eigen::Vector3d> box(const Eigen::Vector3d& half, const Eigen::Vector3d& centre) {
  std::vector<Eigen::Vector3d> corners;
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d sign((corner & 1) != 0 ? 1 : -1, (corner & 2) != 0 ? 1 : -1,
                               (corner & 4) != 0 ? 1 : -1);
    corners.push_back(centre + sign.cwiseProduct(half));
  }
  return corners;
}

// Largest share of half the picture that the outline reaches, across and up.
double reach(const std::vector<Eigen::Vector3d>& outline, const render::Framing& framing,
             const Eigen::Quaterniond& rotation, const FramingOptions& options) {
  const double up = std::tan(0.5 * options.view_angle * std::numbers::pi / 180.0);
  double largest = 0.0;
  for (const Eigen::Vector3d& point : outline) {
    const Eigen::Vector3d at = rotation * (point - framing.centre);
    const double away = framing.distance - at[2];
    EXPECT_GT(away, 0.0);
    largest = std::max(
        {largest, std::abs(at[1]) / away / up, std::abs(at[0]) / away / (up * options.aspect)});
  }
  return largest;
}

TEST(Framing, ABoxFromTheFrontTouchesTheMargin) {
  const auto outline = box({50, 40, 30}, {10, 20, 30});
  const FramingOptions options{.view_angle = 30, .margin = 0.05};
  const auto upright = scene_from_patient(View::anterior);
  const auto framing = render::frame(outline, upright, options);
  EXPECT_TRUE(framing.centre.isApprox(Eigen::Vector3d(10, 20, 30)));
  // The front face, 40 nearer than the middle, is the one that fills the picture.
  const double expected = 40 + 50 / (std::tan(15 * std::numbers::pi / 180) * 0.9);
  EXPECT_NEAR(framing.distance, expected, 1e-6);
}

TEST(Framing, EveryTurnIsSeenWholeAndFills) {
  const auto outline = box({70, 15, 40}, {-5, 0, 99});
  for (const double aspect : {0.5, 1.0, 2.0}) {
    for (const double yaw : {0.0, 33.0, 181.0}) {
      for (const double pitch : {-40.0, 0.0, 25.0}) {
        const FramingOptions options{.aspect = aspect, .yaw = yaw, .pitch = pitch};
        const auto upright = scene_from_patient(View::left);
        const auto framing = render::frame(outline, upright, options);
        const double reached =
            reach(outline, framing, render::turned(upright, yaw, pitch), options);
        EXPECT_NEAR(reached, 0.94, 1e-6);
      }
    }
  }
}

TEST(Framing, SteadyHasOneDistanceForAllYawsAndCutsNoneOff) {
  const auto outline = box({70, 15, 40}, {-5, 0, 99});
  const auto upright = scene_from_patient(View::anterior);
  double first = 0.0;
  double furthest = 0.0;
  for (double yaw = 0.0; yaw < 360.0; yaw += 7.0) {
    const FramingOptions options{.yaw = yaw, .pitch = 20, .steady = true};
    const auto framing = render::frame(outline, upright, options);
    if (first == 0.0) first = framing.distance;
    EXPECT_EQ(framing.distance, first);
    const double reached = reach(outline, framing, render::turned(upright, yaw, 20), options);
    EXPECT_LT(reached, 0.96);
    furthest = std::max(furthest, reached);
  }
  EXPECT_GT(furthest, 0.9);
}

TEST(Framing, TheOutlineIsAroundWhatIsSeenAndNotAroundTheGrid) {
  const Volume volume = sampled(make_grid({.half = 60}), ball({20, -10, 5}, 15));
  const auto look = render::look_of(state_of(opaque_above(0.0)));
  Eigen::AlignedBox3d bounds;
  for (const auto& point : render::visible_outline(volume, look)) bounds.extend(point);
  constexpr double block = 8.0;
  for (int axis = 0; axis < 3; ++axis) {
    const double middle = Eigen::Vector3d(20, -10, 5)[axis];
    EXPECT_NEAR(bounds.min()[axis], middle - 15, block);
    EXPECT_NEAR(bounds.max()[axis], middle + 15, block);
  }
}

TEST(Framing, WhereNothingIsSeenTheGridIsFramed) {
  const Volume volume = sampled(make_grid({.half = 20}), ball({0, 0, 0}, 5));
  const auto look = render::look_of(state_of(opaque_above(100.0)));
  const auto outline = render::visible_outline(volume, look);
  EXPECT_EQ(outline.size(), 8U);
  EXPECT_NEAR(outline.front()[0], -20.5, 1e-9);
}

TEST(Framing, LoneNoisyVoxelsDoNotPullTheOutline) {
  int count = 0;
  const Volume volume = sampled(make_grid({.half = 60}), [&](const Eigen::Vector3d& point) {
    const double inside = ball({0, 0, 0}, 20)(point);
    return ++count % 997 == 0 ? 50.0 : inside;
  });
  const auto look = render::look_of(state_of(opaque_above(0.0)));
  Eigen::AlignedBox3d bounds;
  for (const auto& point : render::visible_outline(volume, look)) bounds.extend(point);
  EXPECT_LT(bounds.sizes().maxCoeff(), 60.0);
}

}  // namespace
}  // namespace volvr::test
