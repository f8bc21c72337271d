// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>

#include "xr/hand_joints.h"

namespace volvr::xr {

/// How much thumb and index finger pinch: 1 while their skins touch, 0.6 at a gap of 8 mm, 0.4 at
/// 20 mm, 0 from 60 mm on, and straight between. So a hand takes at 8 mm and lets go at 20 mm,
/// where a trigger takes at 0.6 and lets go at 0.4.
double pinch_strength(const HandJoints& hand);

/// Where a bare hand points, as an aim pose: from the knuckle of the index finger along -z, away
/// from the wrist; +y is out of the back of the hand. Fingers that pinch do not move it.
Eigen::Isometry3d aim_of(const HandJoints& hand);

/// Steadies an aim: a low pass whose corner rises with the speed of the turn, so that a hand at
/// rest is still and one that sweeps is not late ("1 euro filter", Casiez, Roussel and Vogel, CHI
/// 2012). However fast the hand turns, the aim is never further behind than about 2.5 degrees.
class SteadyAim {
 public:
  /// @param seconds  since the step before; 0: not known, and the aim is taken as it is
  Eigen::Isometry3d step(const Eigen::Isometry3d& scene_from_aim, double seconds);

  /// The hand was lost: the next aim is taken as it is.
  void lose() { known_ = false; }

 private:
  bool known_ = false;
  Eigen::Isometry3d raw_ = Eigen::Isometry3d::Identity();     ///< of the step before
  Eigen::Isometry3d steady_ = Eigen::Isometry3d::Identity();  ///< of the step before
  Eigen::Vector3d turning_ = Eigen::Vector3d::Zero();         ///< radians a second, smoothed
  Eigen::Vector3d moving_ = Eigen::Vector3d::Zero();          ///< metres a second, smoothed
};

}  // namespace volvr::xr
