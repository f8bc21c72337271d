// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xr/hand_joints.h"

namespace volvr::test {

/// A right hand held out flat at a place, palm down, fingers along -z, 18 cm long; thumb and index
/// tips as far apart as asked for, skin to skin.
/// @param gap  metres
xr::HandJoints flat_hand(const Eigen::Vector3d& palm, double gap);

/// The same hand turned about its palm.
xr::HandJoints turned(const xr::HandJoints& hand, const Eigen::AngleAxisd& turn);

}  // namespace volvr::test
