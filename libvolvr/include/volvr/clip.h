// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <span>
#include <variant>
#include <vector>

#include "volvr/geometry.h"

namespace volvr {

// All in the frame `patient` of geometry.h: millimetres, LPS.

/// Removes what lies on the side that `normal` points away from.
struct ClipPlane {
  Eigen::Vector3d point = Eigen::Vector3d::Zero();    ///< on the plane
  Eigen::Vector3d normal = Eigen::Vector3d::UnitZ();  ///< of any length above 0
  bool operator==(const ClipPlane&) const = default;
};

/// Removes what lies outside of a box along the patient's axes.
struct ClipBox {
  Eigen::Vector3d low = Eigen::Vector3d::Constant(-50.0);
  Eigen::Vector3d high = Eigen::Vector3d::Constant(50.0);  ///< above `low` along each axis
  bool operator==(const ClipBox&) const = default;
};

/// Removes what lies within a ball.
struct ClipSphere {
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();
  double radius = 10.0;  ///< above 0
  bool operator==(const ClipSphere&) const = default;
};

/// One cut into what is shown. The study itself stays as it is.
struct Clip {
  std::variant<ClipPlane, ClipBox, ClipSphere> shape;
  bool inverse = false;  ///< removes what it would have kept, and keeps what it would have removed
  bool operator==(const Clip&) const = default;
};

/// @throws Error invalid_argument for numbers that are not finite or beyond 1e6 mm, a normal
///         without a direction, a box that is not wide, a radius that is not above 0
void require_valid(const Clip& clip);

/// Whether a place of the patient is left by all of the clips. What lies on a border is left.
bool keeps(std::span<const Clip> clips, const Eigen::Vector3d& place);

}  // namespace volvr
