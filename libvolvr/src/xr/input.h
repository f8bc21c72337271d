// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <optional>

#include "xr/hand_joints.h"

namespace volvr::xr {

enum class Hand { left = 0, right = 1 };
inline constexpr std::array both_hands{Hand::left, Hand::right};
constexpr std::size_t index_of(Hand hand) { return static_cast<std::size_t>(hand); }
constexpr Hand other(Hand hand) { return hand == Hand::left ? Hand::right : Hand::left; }

/// What a hand is seen as.
enum class HandKind { none, controller, bare };

/// A hand as it is to be drawn: where it was seen last, whole while it is tracked and fading after.
struct HandLook {
  HandKind kind = HandKind::none;
  Eigen::Isometry3d scene_from_hand = Eigen::Isometry3d::Identity();
  std::optional<Eigen::Isometry3d> scene_from_aim;
  std::optional<HandJoints> joints;  ///< of a bare hand
  double opacity = 0.0;              ///< 0 (gone) to 1
};

/// What one hand does in one frame.
struct HandInput {
  HandKind kind = HandKind::none;
  /// Where the palm is, in the scene (metres); nothing while the hand is not tracked.
  std::optional<Eigen::Isometry3d> scene_from_hand;
  /// Where it points: along -z from the place of the pose; nothing while it is not tracked.
  std::optional<Eigen::Isometry3d> scene_from_aim;
  double grab = 0.0;      ///< 0..1, squeeze
  double select = 0.0;    ///< 0..1, trigger or pinch
  bool next = false;      ///< button held
  bool menu = false;      ///< button held, or a pinch before the eyes
  bool recentre = false;  ///< button held
  Eigen::Vector2d stick = Eigen::Vector2d::Zero();  ///< each -1..1, +x right, +y forward
  HandLook look;
};

/// What the person does in one frame, sampled for the time at which the frame will be seen.
struct Input {
  double seconds = 0.0;  ///< since the frame before
  std::array<HandInput, 2> hands;
  std::optional<Eigen::Isometry3d> scene_from_head;  ///< between the eyes, looking along -z

  const HandInput& hand(Hand which) const { return hands[index_of(which)]; }
  HandInput& hand(Hand which) { return hands[index_of(which)]; }
};

}  // namespace volvr::xr
