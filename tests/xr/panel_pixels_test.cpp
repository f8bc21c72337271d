// SPDX-License-Identifier: Apache-2.0
#include "xr/panel_pixels.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <numbers>

namespace volvr::xr {

namespace {

PanelPlace slanted() {
  PanelPlace place{.width = 0.8, .height = 0.6};
  place.scene_from_panel.translate(Eigen::Vector3d(-0.3, 1.4, -0.7));
  place.scene_from_panel.rotate(Eigen::AngleAxisd(0.6, Eigen::Vector3d::UnitY()));
  place.scene_from_panel.rotate(Eigen::AngleAxisd(-0.2, Eigen::Vector3d::UnitX()));
  return place;
}

EyeView eye_at(const Eigen::Vector3d& position, double yaw = 0.0) {
  EyeView view;
  view.scene_from_eye.translate(position);
  view.scene_from_eye.rotate(Eigen::AngleAxisd(yaw, Eigen::Vector3d::UnitY()));
  view.fov = {.left = -0.8, .right = 0.6, .up = 0.7, .down = -0.9};
  return view;
}

// Coordinates on the picture, 0 to 1 from the lower left, as VTK's camera projects.
Eigen::Vector3d on_picture(const EyeView& view, const Eigen::Vector3d& in_scene) {
  const Eigen::Vector4d clip =
      clip_from_eye(view.fov, 0.1, 10.0) *
      (view.scene_from_eye.inverse() * in_scene).homogeneous();
  return {0.5 * clip.x() / clip.w() + 0.5, 0.5 * clip.y() / clip.w() + 0.5, 1.0};
}

TEST(PanelPixels, ASpotOfThePanelIsFoundWhereItIsSeen) {
  const PanelPlace place = slanted();
  const EyeView view = eye_at({0.1, 1.6, 0.2}, 0.2);
  for (const Eigen::Vector2d& spot :
       {Eigen::Vector2d(0, 0), Eigen::Vector2d(1, 0), Eigen::Vector2d(0.25, 0.75)}) {
    const Eigen::Vector3d in_scene =
        place.scene_from_panel *
        Eigen::Vector3d((spot.x() - 0.5) * place.width, (spot.y() - 0.5) * place.height, 0.0);
    const Eigen::Vector3d found = panel_from_picture(place, view) * on_picture(view, in_scene);
    EXPECT_GT(found.z(), 0.0);
    EXPECT_LT((found.hnormalized() - spot).norm(), 1e-9) << spot.transpose();
  }
}

TEST(PanelPixels, APanelBehindTheEyeIsNotFound) {
  const EyeView view = eye_at({-0.3, 1.4, -0.7 - 1.0});  // it looks away from the panel
  const Eigen::Vector3d middle(0.5, 0.5, 1.0);
  EXPECT_LT((panel_from_picture(slanted(), view) * middle).z(), 0.0);
}

TEST(PanelPixels, APanelSeenFromItsEdgeIsNotFound) {
  PanelPlace place{.width = 0.8, .height = 0.6};
  EXPECT_TRUE(panel_from_picture(place, eye_at({2.0, 0.1, 0.0}, std::numbers::pi / 2)).isZero());
}

}  // namespace

}  // namespace volvr::xr
