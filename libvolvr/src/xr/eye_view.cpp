// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_view.h"

#include <cmath>

namespace volvr::xr {

Eigen::Isometry3d middle_of(const EyeViews& views) {
  const Eigen::Isometry3d& left = views[0].scene_from_eye;
  const Eigen::Isometry3d& right = views[1].scene_from_eye;
  Eigen::Isometry3d middle = Eigen::Isometry3d::Identity();
  middle.translate(0.5 * (left.translation() + right.translation()));
  middle.rotate(Eigen::Quaterniond(left.linear()).slerp(0.5, Eigen::Quaterniond(right.linear())));
  return middle;
}

Eigen::Matrix3d eye_from_picture(const FieldOfView& fov) {
  const double left = std::tan(fov.left);
  const double down = std::tan(fov.down);
  Eigen::Matrix3d matrix;
  matrix << std::tan(fov.right) - left, 0.0, left, 0.0, std::tan(fov.up) - down, down, 0.0, 0.0,
      -1.0;
  return matrix;
}

Eigen::Matrix4d clip_from_eye(const FieldOfView& fov, double near, double far) {
  const double left = std::tan(fov.left);
  const double right = std::tan(fov.right);
  const double up = std::tan(fov.up);
  const double down = std::tan(fov.down);
  Eigen::Matrix4d clip = Eigen::Matrix4d::Zero();
  clip(0, 0) = 2.0 / (right - left);
  clip(0, 2) = (right + left) / (right - left);
  clip(1, 1) = 2.0 / (up - down);
  clip(1, 2) = (up + down) / (up - down);
  clip(2, 2) = -(far + near) / (far - near);
  clip(2, 3) = -2.0 * far * near / (far - near);
  clip(3, 2) = -1.0;
  return clip;
}

}  // namespace volvr::xr
