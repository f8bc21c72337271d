// SPDX-License-Identifier: Apache-2.0
#include "xr/pinch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "xr/hand_shapes.h"

namespace volvr::xr {
namespace {

using Eigen::AngleAxisd;
using Eigen::Isometry3d;
using Eigen::Vector3d;
using test::flat_hand;

constexpr double degree = std::numbers::pi / 180.0;
const Vector3d palm(0.2, 1.1, -0.3);

TEST(Pinch, GrowsAsTheGapCloses) {
  for (const auto& [gap, strength] : {std::pair{0.1, 0.0},
                                      {0.060, 0.0},
                                      {0.040, 0.2},
                                      {0.020, 0.4},
                                      {0.014, 0.5},
                                      {0.008, 0.6},
                                      {0.004, 0.8},
                                      {0.0, 1.0},
                                      {-0.004, 1.0}}) {
    EXPECT_NEAR(pinch_strength(flat_hand(palm, gap)), strength, 1e-9) << gap;
  }
}

TEST(Pinch, OfJointsThatAreNoNumbersIsNone) {
  HandJoints hand = flat_hand(palm, 0.0);
  hand[JointName::index_tip].scene_from_joint.translation().x() = std::nan("");
  EXPECT_EQ(pinch_strength(hand), 0.0);
}

TEST(HandAim, GoesFromTheWristThroughTheKnuckle) {
  const HandJoints hand = flat_hand(palm, 0.05);
  const Isometry3d aim = aim_of(hand);
  const Vector3d knuckle = hand.place(JointName::index_proximal);
  const Vector3d ahead = (knuckle - hand.place(JointName::wrist)).normalized();
  EXPECT_LT((aim.translation() - knuckle).norm(), 1e-12);
  EXPECT_LT((-aim.linear().col(2) - ahead).norm(), 1e-12);
  EXPECT_GT(aim.linear().col(1).y(), 0.99) << "the back of the hand is up";
  EXPECT_NEAR(aim.linear().determinant(), 1.0, 1e-12);
}

TEST(HandAim, IsNotMovedByAPinch) {
  EXPECT_TRUE(aim_of(flat_hand(palm, 0.05)).isApprox(aim_of(flat_hand(palm, 0.0)), 1e-12));
}

TEST(HandAim, OfJointsOnOneSpotIsATurnAllTheSame) {
  const Isometry3d aim = aim_of(HandJoints{});
  EXPECT_TRUE(aim.matrix().allFinite());
  EXPECT_NEAR(aim.linear().determinant(), 1.0, 1e-12);
}

// The angle between what is aimed at and what the filter makes of it, in degrees.
double degrees_between(const Isometry3d& a, const Isometry3d& b) {
  return std::acos(std::min(a.linear().col(2).dot(b.linear().col(2)), 1.0)) / degree;
}

Isometry3d turned_to(double yaw) {
  return Isometry3d(AngleAxisd(yaw, Vector3d::UnitY()));
}

TEST(SteadyAim, IsNeverFarBehind) {
  for (const double speed : {10.0, 30.0, 60.0, 120.0, 360.0, 1000.0}) {  // degrees a second
    SteadyAim filter;
    double worst = 0.0;
    for (int frame = 0; frame < 180; ++frame) {
      const Isometry3d aim = turned_to(speed * degree * frame / 90.0);
      const double behind = degrees_between(aim, filter.step(aim, 1.0 / 90.0));
      if (frame > 45) worst = std::max(worst, behind);
    }
    EXPECT_LT(worst, 2.5) << speed;
  }
}

TEST(SteadyAim, TakesTheTrembleOutOfAHandAtRest) {
  SteadyAim filter;
  std::mt19937 random(7);
  std::normal_distribution<double> tremble(0.0, 0.3 * degree);
  double before = 0.0;
  double after = 0.0;
  for (int frame = 0; frame < 900; ++frame) {
    const Isometry3d aim = turned_to(tremble(random));
    const Isometry3d steady = filter.step(aim, 1.0 / 90.0);
    if (frame < 90) continue;
    before += std::pow(degrees_between(aim, turned_to(0.0)), 2);
    after += std::pow(degrees_between(steady, turned_to(0.0)), 2);
  }
  EXPECT_LT(std::sqrt(after / before), 0.5);
}

TEST(SteadyAim, BeginsAnewWhereAHandIsFound) {
  SteadyAim filter;
  filter.step(turned_to(0.0), 0.01);
  filter.lose();
  EXPECT_LT(degrees_between(filter.step(turned_to(1.0), 0.01), turned_to(1.0)), 1e-6);
}

TEST(SteadyAim, FollowsAHandThatMoves) {
  SteadyAim filter;
  Isometry3d aim = turned_to(0.0);
  double behind = 0.0;
  for (int frame = 0; frame < 90; ++frame) {
    aim.translation().x() = 0.5 * frame / 90.0;
    behind = (aim.translation() - filter.step(aim, 1.0 / 90.0).translation()).norm();
  }
  EXPECT_LT(behind, 0.01) << "metres, at half a metre a second";
}

}  // namespace
}  // namespace volvr::xr
