// SPDX-License-Identifier: Apache-2.0
// Where the eyes look, and how fast the head moves.
#include "xr/gaze.h"

#include <gtest/gtest.h>

#include <cmath>

#include "xr/head_motion.h"

namespace volvr::test {
namespace {

using namespace xr;

EyeViews eyes_at(const Eigen::Isometry3d& scene_from_head) {
  EyeViews views;
  for (const int eye : {0, 1}) {
    EyeView& view = views[static_cast<std::size_t>(eye)];
    view.scene_from_eye =
        scene_from_head * Eigen::Translation3d(eye == 0 ? -0.032 : 0.032, 0.0, 0.0);
    view.fov = {
        .left = eye == 0 ? -0.9 : -0.7, .right = eye == 0 ? 0.7 : 0.9, .up = 0.8, .down = -0.85};
  }
  return views;
}

Eigen::Isometry3d head(double x, double yaw) {
  Eigen::Isometry3d pose(Eigen::Translation3d(x, 1.6, 0.2));
  pose.rotate(Eigen::AngleAxisd(yaw, Eigen::Vector3d::UnitY()));
  return pose;
}

TEST(Gaze, WithoutItTheFoveaLiesOnTheLensAxis) {
  const EyeViews views = eyes_at(head(0.3, 0.4));
  const render::FoveaAim aim = aim_at(views, nullptr, 12.0);
  EXPECT_EQ(aim.radius_degrees, 12.0);
  ASSERT_TRUE(aim.eyes);
  EXPECT_DOUBLE_EQ((*aim.eyes)[0].left, std::tan(-0.9));
  EXPECT_DOUBLE_EQ((*aim.eyes)[1].right, std::tan(0.9));
  EXPECT_DOUBLE_EQ((*aim.eyes)[0].up, std::tan(0.8));
  EXPECT_DOUBLE_EQ((*aim.eyes)[1].down, std::tan(-0.85));
  for (const auto& gaze : aim.gaze) EXPECT_EQ(gaze, (render::PicturePlace{0.0, 0.0}));
}

TEST(Gaze, BothEyesMeetAtArmsLength) {
  const Eigen::Isometry3d scene_from_head = head(0.3, 0.4);
  const EyeViews views = eyes_at(scene_from_head);
  for (const double aside : {-0.3, 0.0, 0.25}) {
    Eigen::Isometry3d gaze = scene_from_head;
    gaze.rotate(Eigen::AngleAxisd(aside, Eigen::Vector3d::UnitY()));
    const render::FoveaAim aim = aim_at(views, &gaze, 15.0);
    const Eigen::Vector3d seen = gaze * Eigen::Vector3d(0.0, 0.0, -0.7);
    for (const std::size_t eye : {0U, 1U}) {
      const Eigen::Vector3d along = views[eye].scene_from_eye.linear() *
                                    Eigen::Vector3d(aim.gaze[eye].x, aim.gaze[eye].y, -1.0);
      const Eigen::Vector3d to_seen = seen - views[eye].scene_from_eye.translation();
      EXPECT_LT(along.cross(to_seen).norm(), 1e-9);
    }
    EXPECT_GT(aim.gaze[0].x, aim.gaze[1].x) << "the left eye looks further to the right";
  }
}

TEST(Gaze, BehindTheEyesIsStillANumber) {
  const EyeViews views = eyes_at(head(0.0, 0.0));
  const Eigen::Isometry3d backwards = head(0.0, 3.0);
  for (const auto& gaze : aim_at(views, &backwards, 15.0).gaze) {
    EXPECT_TRUE(std::isfinite(gaze.x) && std::isfinite(gaze.y));
  }
}

TEST(HeadMotion, IsInMetresAndRadiansASecond) {
  HeadMotion motion;
  const HeadMotion::Speed first = motion.step(eyes_at(head(0.0, 0.0)), 0.011);
  EXPECT_TRUE(std::isnan(first.turning) && std::isnan(first.moving)) << "not known yet";
  const HeadMotion::Speed turned = motion.step(eyes_at(head(0.0, 0.02)), 0.01);
  EXPECT_NEAR(turned.turning, 2.0, 1e-9);
  EXPECT_NEAR(turned.moving, 0.0, 1e-9) << "about the middle between the eyes";
  const HeadMotion::Speed moved = motion.step(eyes_at(head(0.03, 0.02)), 0.1);
  EXPECT_NEAR(moved.moving, 0.3, 1e-9);
  EXPECT_NEAR(moved.turning, 0.0, 1e-6);
}

TEST(HeadMotion, IsNotKnownWithoutTimeOrAfterAPause) {
  HeadMotion motion;
  motion.step(eyes_at(head(0.0, 0.0)), 0.01);
  EXPECT_TRUE(std::isnan(motion.step(eyes_at(head(1.0, 0.0)), 0.0).moving));
  motion.lose();
  EXPECT_TRUE(std::isnan(motion.step(eyes_at(head(2.0, 0.0)), 0.01).moving));
}

}  // namespace
}  // namespace volvr::test
