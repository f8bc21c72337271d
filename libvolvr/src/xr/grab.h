// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>

#include "volvr/state.h"

namespace volvr::xr {

/// How large and small two hands can make the study, and how far away it can be put. It stops there;
/// hands that pull on turn and move it all the same.
struct GrabLimits {
  double furthest = 5.0;  ///< metres from the scene's origin along each axis
  double smallest_magnification = 0.05;
  double largest_magnification = 20.0;
  double closest_hands = 0.02;  ///< metres; closer together than this, they do not scale
};

/// Two hands in the scene (metres), at one moment.
struct HandPair {
  Eigen::Isometry3d scene_from_left;
  Eigen::Isometry3d scene_from_right;
};

/// The study held rigidly by one hand: it moves and turns exactly as the hand does.
Pose follow_hand(const Pose& pose, const Eigen::Isometry3d& scene_from_hand_before,
                 const Eigen::Isometry3d& scene_from_hand_after, const GrabLimits& limits = {});

/// The study held by both hands: it follows the middle between them, turns with the line that joins
/// them and with their common roll about it, and grows as they part. The point of the study midway
/// between the hands stays there.
Pose follow_hands(const Pose& pose, const HandPair& before, const HandPair& after,
                  const GrabLimits& limits = {});

}  // namespace volvr::xr
