// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/budget/fovea.h"
#include "xr/eye_view.h"

namespace volvr::xr {

/// Where the fovea of each eye lies: at what the gaze meets at arm's length, or, where nobody knows
/// the gaze, straight ahead of the lens.
/// @param scene_from_gaze  looks along its -z; null: not known
/// @param radius_degrees   of full sharpness
render::FoveaAim aim_at(const EyeViews& views, const Eigen::Isometry3d* scene_from_gaze,
                        double radius_degrees);

}  // namespace volvr::xr
