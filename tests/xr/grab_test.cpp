// SPDX-License-Identifier: Apache-2.0
#include "xr/grab.h"

#include <gtest/gtest.h>

#include <numbers>

namespace volvr::xr {
namespace {

using Eigen::AngleAxisd;
using Eigen::Isometry3d;
using Eigen::Quaterniond;
using Eigen::Vector3d;

constexpr double tolerance = 1e-12;

Isometry3d hand_at(const Vector3d& position, const AngleAxisd& turn = AngleAxisd::Identity()) {
  Isometry3d hand = Isometry3d::Identity();
  hand.translate(position).rotate(turn);
  return hand;
}

Pose study() {
  Pose pose;
  pose.position = {0.1, 1.2, -0.6};
  pose.scene_from_patient = AngleAxisd(0.4, Vector3d(1, 2, 3).normalized());
  pose.magnification = 1.5;
  return pose;
}

// Where a point of the study, in metres about its middle, is in the scene.
Vector3d in_scene(const Pose& pose, const Vector3d& point) {
  return pose.position + pose.magnification * (pose.scene_from_patient * point);
}

void expect_near(const Vector3d& a, const Vector3d& b) {
  EXPECT_LT((a - b).norm(), tolerance) << a.transpose() << " and " << b.transpose();
}

TEST(Grab, AHandThatRestsMovesNothing) {
  const Isometry3d hand = hand_at({0.2, 1.1, -0.4}, AngleAxisd(1.0, Vector3d::UnitY()));
  const Pose moved = follow_hand(study(), hand, hand);
  expect_near(moved.position, study().position);
  EXPECT_LT(moved.scene_from_patient.angularDistance(study().scene_from_patient), 1e-7);
}

TEST(Grab, PointsKeepTheirPlaceInTheHand) {
  const Isometry3d before = hand_at({0.2, 1.1, -0.4}, AngleAxisd(0.3, Vector3d::UnitX()));
  const Isometry3d after = hand_at({-0.3, 1.4, -0.2}, AngleAxisd(2.0, Vector3d(1, 1, 0).normalized()));
  const Pose moved = follow_hand(study(), before, after);
  EXPECT_EQ(moved.magnification, study().magnification);
  for (const Vector3d& point : {Vector3d(0, 0, 0), Vector3d(0.1, 0, 0), Vector3d(0, -0.2, 0.3)}) {
    expect_near(after.inverse() * in_scene(moved, point), before.inverse() * in_scene(study(), point));
  }
}

TEST(Grab, HandsThatPartMagnifyAboutTheirMiddle) {
  const Vector3d middle(0.0, 1.2, -0.5);
  const HandPair before{hand_at(middle - Vector3d(0.1, 0, 0)), hand_at(middle + Vector3d(0.1, 0, 0))};
  const HandPair after{hand_at(middle - Vector3d(0.3, 0, 0)), hand_at(middle + Vector3d(0.3, 0, 0))};
  const Pose moved = follow_hands(study(), before, after);
  EXPECT_NEAR(moved.magnification, 3.0 * study().magnification, tolerance);
  expect_near(moved.position - middle, 3.0 * (study().position - middle));
  EXPECT_LT(moved.scene_from_patient.angularDistance(study().scene_from_patient), 1e-7);
}

TEST(Grab, TheLineBetweenTheHandsTurnsTheStudy) {
  const double quarter = std::numbers::pi / 2.0;
  const AngleAxisd turn(quarter, Vector3d::UnitY());
  const Vector3d middle(0.0, 1.2, -0.5);
  const Vector3d shift(0.05, 0.1, 0.0);
  const Vector3d arm(0.2, 0, 0);
  const HandPair before{hand_at(middle - arm), hand_at(middle + arm)};
  const HandPair after{hand_at(middle + shift - turn * arm, turn),
                       hand_at(middle + shift + turn * arm, turn)};
  const Pose moved = follow_hands(study(), before, after);
  EXPECT_NEAR(moved.magnification, study().magnification, tolerance);
  expect_near(moved.position, middle + shift + turn * (study().position - middle));
  const Quaterniond expected = Quaterniond(turn) * study().scene_from_patient;
  EXPECT_LT(moved.scene_from_patient.angularDistance(expected), 1e-7);
}

TEST(Grab, HandsThatRollTogetherRollTheStudyAboutTheirLine) {
  const AngleAxisd roll(0.5, Vector3d::UnitX());
  const HandPair before{hand_at({-0.2, 1.2, -0.5}), hand_at({0.2, 1.2, -0.5})};
  const HandPair after{hand_at({-0.2, 1.2, -0.5}, roll), hand_at({0.2, 1.2, -0.5}, roll)};
  const Pose moved = follow_hands(study(), before, after);
  const Quaterniond expected = Quaterniond(roll) * study().scene_from_patient;
  EXPECT_LT(moved.scene_from_patient.angularDistance(expected), 1e-7);
}

TEST(Grab, HandsThatRollAgainstEachOtherDoNot) {
  const AngleAxisd roll(0.5, Vector3d::UnitX());
  const HandPair before{hand_at({-0.2, 1.2, -0.5}), hand_at({0.2, 1.2, -0.5})};
  const HandPair after{hand_at({-0.2, 1.2, -0.5}, roll), hand_at({0.2, 1.2, -0.5}, roll.inverse())};
  const Pose moved = follow_hands(study(), before, after);
  EXPECT_LT(moved.scene_from_patient.angularDistance(study().scene_from_patient), 1e-7);
}

TEST(Grab, MagnificationStopsAtItsLimits) {
  const HandPair near{hand_at({-0.05, 1.2, -0.5}), hand_at({0.05, 1.2, -0.5})};
  const HandPair wide{hand_at({-5, 1.2, -0.5}), hand_at({5, 1.2, -0.5})};
  const GrabLimits limits;
  EXPECT_EQ(follow_hands(study(), near, wide, limits).magnification, limits.largest_magnification);
  EXPECT_EQ(follow_hands(study(), wide, near, limits).magnification, limits.smallest_magnification);
}

TEST(Grab, HandsOnOneSpotDoNotScale) {
  const HandPair together{hand_at({0, 1.2, -0.5}), hand_at({0.001, 1.2, -0.5})};
  const HandPair apart{hand_at({-0.2, 1.2, -0.5}), hand_at({0.2, 1.2, -0.5})};
  const Pose moved = follow_hands(study(), together, apart);
  EXPECT_EQ(moved.magnification, study().magnification);
  EXPECT_TRUE(moved.position.allFinite());
  EXPECT_TRUE(moved.scene_from_patient.coeffs().allFinite());
}

TEST(Grab, TheStudyStaysWithinReach) {
  const GrabLimits limits;
  const Pose moved = follow_hand(study(), hand_at({0, 1, 0}), hand_at({100, 1, -100}), limits);
  EXPECT_EQ(moved.position.x(), limits.furthest);
  EXPECT_EQ(moved.position.z(), -limits.furthest);
}

}  // namespace
}  // namespace volvr::xr
