// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>

#include "volvr/state.h"

namespace volvr::review {

/// The nearest of the 24 turns that put three sides of the patient square before the viewer.
Eigen::Quaterniond squared(const Eigen::Quaterniond& scene_from_patient);

/// Raised or lowered until the study's lowest point is at this height.
/// @param height  scene metres
Pose lying_at(double height, Pose pose, const Eigen::AlignedBox3d& bounds_in_patient);

/// Straight ahead of somebody at arm's length and a little below the eyes, as it was seen before: the
/// study turns about the vertical alone, by as much as its direction from the eyes does. What is deep
/// is further away, so that nobody stands in it.
/// @param scene_from_head  x right, y up, looking along -z
Pose before_eyes(const Eigen::Isometry3d& scene_from_head, Pose pose,
                 const Eigen::AlignedBox3d& bounds_in_patient);

}  // namespace volvr::review
