// SPDX-License-Identifier: Apache-2.0
#include "xr/gaze.h"

#include <algorithm>
#include <cmath>

namespace volvr::xr {

namespace {

constexpr double arms_length = 0.7;   // metres
constexpr double least_ahead = 0.01;  // metres: a gaze beside or behind an eye is at its edge

render::Frustum frustum_of(const FieldOfView& fov) {
  return {.left = std::tan(fov.left),
          .right = std::tan(fov.right),
          .down = std::tan(fov.down),
          .up = std::tan(fov.up)};
}

}  // namespace

render::FoveaAim aim_at(const EyeViews& views, const Eigen::Isometry3d* scene_from_gaze,
                        double radius_degrees) {
  render::FoveaAim aim{.radius_degrees = radius_degrees};
  aim.eyes = std::array{frustum_of(views[0].fov), frustum_of(views[1].fov)};
  if (scene_from_gaze == nullptr) return aim;
  const Eigen::Vector3d seen = *scene_from_gaze * Eigen::Vector3d(0.0, 0.0, -arms_length);
  for (std::size_t eye = 0; eye < 2; ++eye) {
    const Eigen::Vector3d at = views[eye].scene_from_eye.inverse() * seen;
    const double ahead = std::max(-at.z(), least_ahead);
    aim.gaze[eye] = {.x = at.x() / ahead, .y = at.y() / ahead};
  }
  return aim;
}

}  // namespace volvr::xr
