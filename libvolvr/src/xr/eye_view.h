// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>

namespace volvr::xr {

/// The edges of what an eye sees, radians from straight ahead; left and down are negative.
struct FieldOfView {
  double left = -0.7;
  double right = 0.7;
  double up = 0.7;
  double down = -0.7;
};

/// One eye in one frame. In the eye's frame +x is right, +y up, and it looks along -z.
struct EyeView {
  Eigen::Isometry3d scene_from_eye = Eigen::Isometry3d::Identity();
  FieldOfView fov;
};

/// Left, right.
using EyeViews = std::array<EyeView, 2>;

/// The middle between the eyes, turned midway between them (some lenses are canted outwards).
Eigen::Isometry3d middle_of(const EyeViews& views);

/// Directions in the eye's frame, at the distance 1 along -z, from coordinates on its picture: from 0
/// at the lower left to 1, and a third that is 1.
Eigen::Matrix3d eye_from_picture(const FieldOfView& fov);

/// OpenGL's clip space (-1..1 in all three axes) from the eye's frame, off-axis as the field of view.
/// Precondition: 0 < near < far.
Eigen::Matrix4d clip_from_eye(const FieldOfView& fov, double near, double far);

}  // namespace volvr::xr
