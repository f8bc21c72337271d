// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <optional>

#include "xr/hand_joints.h"

namespace volvr::xr {

/// What a hand works with, as the runtime's interaction profile says.
enum class Profile { none, controller, hand };

/// A place that the runtime gives, and how well it knows it: what is not tracked is a guess.
struct Placed {
  Eigen::Isometry3d scene_from_space = Eigen::Isometry3d::Identity();  ///< metres
  bool position_tracked = true;
  bool orientation_tracked = true;
};

/// What the runtime says of one hand in one frame, before anything is made of it.
struct RawHand {
  Profile profile = Profile::none;
  std::optional<Placed> grip;  ///< nothing where the place is not known at all
  std::optional<Placed> aim;
  std::optional<HandJoints> joints;  ///< nothing where they are not tracked
  double grab = 0.0;                 ///< 0..1
  double select = 0.0;               ///< 0..1
  bool next = false;                 ///< held, as are those below
  bool menu = false;
  bool recentre = false;
  Eigen::Vector2d stick = Eigen::Vector2d::Zero();  ///< each -1..1, +x right, +y forward
  Eigen::Vector2d pad = Eigen::Vector2d::Zero();    ///< where a finger is on a touchpad, the same
  bool pad_pressed = false;
};

}  // namespace volvr::xr
