// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "volvr/command.h"
#include "xr/haptics.h"

namespace volvr::xr {

/// A sentence that a hand said. Sentences of one gesture belong together for undo.
struct HandCommand {
  Command command;
  bool continues_gesture = false;
};

/// What came of one frame: what the hands said, and what they shall feel.
struct Said {
  std::vector<HandCommand> commands;
  std::vector<Haptic> haptics;

  void feel(Hand hand, HapticKind kind, double strength = 1.0) {
    haptics.push_back({hand, kind, strength});
  }
};

/// What is around the hands, beyond what the reader's state says.
struct Around {
  std::optional<Eigen::AlignedBox3d> bounds_in_patient;  ///< of the study: LPS millimetres
  /// Where the study is solid: LPS millimetres; empty: in its whole box.
  std::function<bool(const Eigen::Vector3d&)> is_solid = {};
  std::array<bool, 2> on_panel{};  ///< the hand's laser or finger is on a panel
};

}  // namespace volvr::xr
