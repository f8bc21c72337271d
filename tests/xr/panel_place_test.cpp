// SPDX-License-Identifier: Apache-2.0
#include "xr/panel_place.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace volvr::xr {
namespace {

constexpr double radians = std::numbers::pi / 180.0;

// A metre wide, half as high, at (0, 1, -2), its face to +z.
PanelPlace wall() {
  PanelPlace place{.width = 1.0, .height = 0.5};
  place.scene_from_panel.translation() = Eigen::Vector3d(0, 1, -2);
  return place;
}

Eigen::Isometry3d aim(const Eigen::Vector3d& from, double yaw = 0.0, double pitch = 0.0) {
  Eigen::Isometry3d pose = Eigen::Isometry3d::Identity();
  pose.translation() = from;
  pose.rotate(Eigen::AngleAxisd(yaw * radians, Eigen::Vector3d::UnitY()));
  pose.rotate(Eigen::AngleAxisd(pitch * radians, Eigen::Vector3d::UnitX()));
  return pose;
}

TEST(PanelPlace, BothEyesAreBeforeItOrItIsSeenFromBehind) {
  const auto eyes_at = [](double left, double right) {
    EyeViews views;
    views[0].scene_from_eye.translation() = Eigen::Vector3d(0, 1, left);
    views[1].scene_from_eye.translation() = Eigen::Vector3d(0.06, 1, right);
    return views;
  };
  EXPECT_TRUE(is_seen_from_before(wall(), eyes_at(-1.9, -1.9)));
  EXPECT_FALSE(is_seen_from_before(wall(), eyes_at(-1.9, -2.01)));
  EXPECT_FALSE(is_seen_from_before(wall(), eyes_at(-2.1, -2.1)));
}

TEST(PanelPlace, ALaserMeetsWhatItPointsAt) {
  const auto middle = spot_of_laser(wall(), aim({0, 1, 0}));
  ASSERT_TRUE(middle);
  EXPECT_TRUE(middle->at.isApprox(Eigen::Vector2d(0.5, 0.5), 1e-12));
  EXPECT_NEAR(middle->distance, 2.0, 1e-12);
  // To the right of the middle and above it.
  const auto upper_right = spot_of_laser(wall(), aim({0.25, 1.125, 0}));
  ASSERT_TRUE(upper_right);
  EXPECT_TRUE(upper_right->at.isApprox(Eigen::Vector2d(0.75, 0.25), 1e-12));
  const auto aslant = spot_of_laser(wall(), aim({0, 1, 0}, -10.0));  // to the right
  ASSERT_TRUE(aslant);
  EXPECT_NEAR(aslant->at.x(), 0.5 + 2.0 * std::tan(10.0 * radians), 1e-12);
  EXPECT_NEAR(aslant->distance, 2.0 / std::cos(10.0 * radians), 1e-12);
}

TEST(PanelPlace, ALaserMissesWhatIsBesideBehindOrTurnedAway) {
  EXPECT_FALSE(spot_of_laser(wall(), aim({0.51, 1, 0})));
  EXPECT_FALSE(spot_of_laser(wall(), aim({0, 1.26, 0})));
  EXPECT_FALSE(spot_of_laser(wall(), aim({0, 1, 0}, 180.0)));
  EXPECT_FALSE(spot_of_laser(wall(), aim({0, 1, -3}, 180.0))) << "from behind it is not read";
  EXPECT_FALSE(spot_of_laser(wall(), aim({0, 1, 0}, 90.0)));
}

TEST(PanelPlace, AFingerIsNearIt) {
  const auto spot = spot_of_finger(wall(), {-0.25, 0.875, -1.97}, 0.08);
  ASSERT_TRUE(spot);
  EXPECT_TRUE(spot->at.isApprox(Eigen::Vector2d(0.25, 0.75), 1e-12));
  EXPECT_NEAR(spot->distance, 0.03, 1e-12);
  EXPECT_FALSE(spot_of_finger(wall(), {0, 1, -1.9}, 0.08));
  EXPECT_FALSE(spot_of_finger(wall(), {0.6, 1, -2}, 0.08));
}

TEST(PanelPlace, AFloatingPanelIsReadSquarelyAndLeavesTheStudyFree) {
  for (const Hand dominant : both_hands) {
    for (const double yaw : {0.0, 75.0, -160.0}) {
      const Eigen::Isometry3d head = aim({0.3, 1.5, 0.2}, yaw, -20.0);
      const PanelPlace place = floating_place(head, dominant, 0.5, 0.4, 0.6);
      const Eigen::Vector3d way = place.scene_from_panel.translation() - head.translation();
      EXPECT_NEAR(way.norm(), 0.6, 1e-12);
      EXPECT_NEAR(way.normalized().dot(-place.scene_from_panel.linear().col(2)), 1.0, 1e-12);
      EXPECT_NEAR(place.scene_from_panel.linear().col(0).y(), 0.0, 1e-12) << "it is level";
      EXPECT_GT(place.scene_from_panel.linear().col(1).y(), 0.9);
      EXPECT_NEAR(place.scene_from_panel.linear().determinant(), 1.0, 1e-12);
      // Seen from the head, to the side of the other hand.
      const Eigen::Vector3d right =
          Eigen::AngleAxisd(yaw * radians, Eigen::Vector3d::UnitY()) * Eigen::Vector3d::UnitX();
      const double aside = std::asin(way.dot(right) / 0.6) / radians;
      EXPECT_GT(dominant == Hand::right ? -aside : aside, 25.0);
    }
  }
}

TEST(PanelPlace, AWristPanelsLettersAreSeenAsLarge) {
  const Eigen::Isometry3d head = aim({0, 1.6, 0});
  const PanelPlace place = wrist_place(head, aim({-0.2, 1.2, -0.3}), 0.5, 0.4, 0.6);
  const double distance = (Eigen::Vector3d(-0.2, 1.36, -0.3) - head.translation()).norm();
  EXPECT_NEAR(place.width, 0.5 * distance / 0.6, 1e-12);
  EXPECT_NEAR(place.height / place.width, 0.8, 1e-12);
  EXPECT_GT(place.scene_from_panel.translation().y() - 0.5 * place.height, 1.3) << "above the hand";
}

TEST(PanelHands, FingersGoBeforeLasers) {
  Input input;
  HandInput& right = input.hand(Hand::right);
  right.kind = HandKind::controller;
  right.scene_from_aim = aim({0, 1, 0});
  PanelHands hands = hands_at(wall(), input);
  EXPECT_TRUE(hands.on_panel[1]);
  EXPECT_FALSE(hands.on_panel[0]);
  EXPECT_NEAR(*hands.lasers[1], 2.0, 1e-12);
  EXPECT_FALSE(hands.fingers[1]);
  right.scene_from_aim = aim({0.1, 1, -1.99}, 60.0);
  hands = hands_at(wall(), input);
  EXPECT_TRUE(hands.fingers[1]);
  EXPECT_NEAR(hands.spots[1]->at.x(), 0.6, 1e-12);
}

TEST(FingerPress, BeginsFromBeforeAndEndsBefore) {
  FingerPress press;
  const auto at = [&](double distance) {
    return press.step(PanelSpot{.at = {0.5, 0.5}, .distance = distance});
  };
  EXPECT_FALSE(at(0.05));
  EXPECT_FALSE(at(0.002));
  EXPECT_TRUE(at(-0.001));
  EXPECT_TRUE(at(-0.03));
  EXPECT_TRUE(at(0.004)) << "a trembling finger presses once";
  EXPECT_FALSE(at(0.02));
  EXPECT_TRUE(at(-0.001));
  EXPECT_FALSE(press.step(std::nullopt));
  EXPECT_FALSE(at(-0.02)) << "from behind";
  EXPECT_FALSE(at(0.004));
  EXPECT_FALSE(at(-0.01));
}

}  // namespace
}  // namespace volvr::xr
