// SPDX-License-Identifier: Apache-2.0
#include "panels/pointer.h"

namespace volvr::panels {

std::optional<Eigen::Vector2d> SteadyPointer::step(const std::optional<Eigen::Vector2d>& at,
                                                   bool pressed, double circle) {
  if (pressed && !was_pressed_) anchor_ = at;
  if (!pressed) anchor_.reset();
  was_pressed_ = pressed;
  if (!anchor_ || !at) return at;
  if ((*at - *anchor_).norm() <= circle) return anchor_;
  anchor_.reset();
  return at;
}

}  // namespace volvr::panels
