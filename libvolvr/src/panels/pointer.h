// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>

namespace volvr::panels {

/// Where a person points on a panel: by a laser, a finger or the mouse.
struct Pointer {
  std::optional<Eigen::Vector2d> at = {};  ///< parts of width and height from the upper left corner
  bool pressed = false;                    ///< trigger held, finger through the panel, button down
  double scroll = 0.0;                     ///< lines since the last step; above 0: towards the top
};

/// Takes the slips out of pressing: from press to release the pointer stands still until it has
/// left a small circle, as a hand that pulls a trigger does not mean to point elsewhere.
class SteadyPointer {
 public:
  /// @param at      pixels; nothing: beside the panel
  /// @param circle  its radius in pixels
  std::optional<Eigen::Vector2d> step(const std::optional<Eigen::Vector2d>& at, bool pressed,
                                      double circle);

 private:
  std::optional<Eigen::Vector2d> anchor_;  ///< while pressed and within the circle
  bool was_pressed_ = false;
};

}  // namespace volvr::panels
