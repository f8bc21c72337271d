// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <optional>

namespace volvr::xr {

enum class Hand { left = 0, right = 1 };
inline constexpr std::array both_hands{Hand::left, Hand::right};
constexpr std::size_t index_of(Hand hand) { return static_cast<std::size_t>(hand); }

/// What one hand does in one frame.
struct HandInput {
  /// Where the palm is, in the scene (metres); nothing while the hand is not tracked.
  std::optional<Eigen::Isometry3d> scene_from_hand;
  double grab = 0.0;        ///< 0..1, trigger or squeeze
  bool next = false;        ///< button held
  bool previous = false;    ///< button held
  bool reset = false;       ///< button held
  Eigen::Vector2d window = Eigen::Vector2d::Zero();  ///< stick, each -1..1, +x right, +y forward
};

/// What the person does in one frame, sampled for the time at which the frame will be seen.
struct Input {
  double seconds = 0.0;  ///< since the frame before
  std::array<HandInput, 2> hands;

  const HandInput& hand(Hand which) const { return hands[index_of(which)]; }
  HandInput& hand(Hand which) { return hands[index_of(which)]; }
};

}  // namespace volvr::xr
