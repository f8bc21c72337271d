// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_copy.h"

#include <gtest/gtest.h>

#include <cmath>

namespace volvr::xr {
namespace {

TEST(CalmTurn, FollowsSlowTurnsAndLeavesOutTrembling) {
  CalmTurn calm;
  const auto turned = [](double angle) {
    return Eigen::Quaterniond(Eigen::AngleAxisd(angle, Eigen::Vector3d::UnitY()));
  };
  EXPECT_NEAR(calm.step(turned(0.5), 0.0).angularDistance(turned(0.5)), 0.0, 1e-12) << "at first";
  // A head that trembles by 1 degree, ten times a second.
  constexpr double frame = 1.0 / 90.0;
  double largest = 0.0;
  Eigen::Quaterniond before = turned(0.5);
  for (int i = 1; i <= 180; ++i) {
    const double now = i * frame;
    const Eigen::Quaterniond turn = calm.step(turned(0.5 + 0.0175 * std::sin(62.8 * now)), frame);
    largest = std::max(largest, turn.angularDistance(before) / frame);
    before = turn;
  }
  EXPECT_LT(largest, 0.1 * 0.0175 * 62.8) << "a tenth of the head's own speed";
  // It arrives where the head stays.
  for (int i = 0; i < 180; ++i) before = calm.step(turned(1.5), frame);
  EXPECT_NEAR(before.angularDistance(turned(1.5)), 0.0, 0.01);
}

TEST(CalmPart, IsWithinTheEyes) {
  const FieldOfView fov{.left = -0.9, .right = 0.7, .up = 0.8, .down = -0.85};
  const FieldOfView part = calm_part(fov);
  EXPECT_NEAR(std::tan(part.left), 0.85 * std::tan(fov.left), 1e-12);
  EXPECT_NEAR(std::tan(part.up), 0.85 * std::tan(fov.up), 1e-12);
}

}  // namespace
}  // namespace volvr::xr
