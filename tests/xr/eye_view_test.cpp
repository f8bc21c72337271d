// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_view.h"

#include <gtest/gtest.h>

#include <cmath>

namespace volvr::xr {
namespace {

Eigen::Vector3d projected(const FieldOfView& fov, const Eigen::Vector3d& in_eye) {
  return (clip_from_eye(fov, 0.02, 30.0) * in_eye.homogeneous()).hnormalized();
}

TEST(EyeView, TheEdgesOfTheFieldOfViewAreTheEdgesOfThePicture) {
  const FieldOfView fov{.left = -0.9, .right = 0.6, .up = 0.5, .down = -0.8};
  for (const double distance : {0.1, 1.0, 10.0}) {
    const Eigen::Vector3d upper_right(std::tan(fov.right) * distance, std::tan(fov.up) * distance,
                                      -distance);
    const Eigen::Vector3d lower_left(std::tan(fov.left) * distance, std::tan(fov.down) * distance,
                                     -distance);
    EXPECT_TRUE(projected(fov, upper_right).head<2>().isApprox(Eigen::Vector2d(1, 1)));
    EXPECT_TRUE(projected(fov, lower_left).head<2>().isApprox(Eigen::Vector2d(-1, -1)));
  }
}

TEST(EyeView, NearAndFarAreTheEndsOfDepth) {
  const FieldOfView fov;
  EXPECT_NEAR(projected(fov, {0, 0, -0.02}).z(), -1.0, 1e-12);
  EXPECT_NEAR(projected(fov, {0, 0, -30.0}).z(), 1.0, 1e-12);
}

}  // namespace
}  // namespace volvr::xr
