// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <vector>

#include "render/look.h"
#include "volvr/volume.h"

namespace volvr::render {

/// Points in patient millimetres around all that a look shows of a volume: the corners of blocks of
/// voxels that are more than a trace visible; the grid's own corners where nothing is.
std::vector<Eigen::Vector3d> visible_outline(const Volume& volume, const Look& look);

/// Where a camera that looks along -z has to be.
struct Framing {
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();  ///< patient millimetres: middle of the picture
  double distance = 0.0;                             ///< millimetres from `centre` to the camera
};

struct FramingOptions {
  double view_angle = 25.0;  ///< degrees from the lower to the upper edge
  double aspect = 1.0;       ///< width over height
  double yaw = 0.0;          ///< degrees that the study is turned about its vertical, then
  double pitch = 0.0;        ///< degrees that it leans towards the camera
  bool steady = false;       ///< from where it is seen whole at every yaw
  double margin = 0.03;      ///< of the picture, left free at each edge
};

/// Rotation of a study that stands as `upright` says, turned and leant as the options say.
Eigen::Quaterniond turned(const Eigen::Quaterniond& upright, double yaw, double pitch);

/// The nearest place from which the outline is seen whole.
Framing frame(const std::vector<Eigen::Vector3d>& outline, const Eigen::Quaterniond& upright,
              const FramingOptions& options);

}  // namespace volvr::render
