// SPDX-License-Identifier: Apache-2.0
#include "review/limits.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/text.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr::review {

namespace {

void require_within(double value, double smallest, double largest, const std::string& what) {
  if (value >= smallest && value <= largest) return;
  throw Error(ErrorCode::invalid_argument, what + " is from " + number_text(smallest) + " to " +
                                               number_text(largest) + ", not " +
                                               number_text(value) + ".");
}

}  // namespace

void require_valid(const Pose& pose) {
  for (const double metres : pose.position) {
    require_within(metres, -limits::position, limits::position, "A position in metres");
  }
  require_within(pose.magnification, limits::magnification_smallest, limits::magnification_largest,
                 "A magnification");
  const double length = pose.scene_from_patient.coeffs().norm();
  if (!std::isfinite(length) || length < 1e-6) {
    throw Error(ErrorCode::invalid_argument,
                "A rotation is a quaternion of finite length above 0.");
  }
}

void require_valid(const Window& window) {
  require_within(window.centre, -limits::window, limits::window, "A window's centre");
  require_within(window.width, limits::window_narrowest, limits::window, "A window's width");
}

void require_valid_table(double height) {
  require_within(height, limits::table_lowest, limits::table_highest, "A table's height in metres");
}

void require_valid_opacity(double opacity) {
  require_within(opacity, 0.0, 1.0, "An opacity");
}

Pose within_limits(Pose pose) {
  pose.position = pose.position.cwiseMax(-limits::position).cwiseMin(limits::position);
  pose.magnification =
      std::clamp(pose.magnification, limits::magnification_smallest, limits::magnification_largest);
  return pose;
}

Window within_limits(Window window) {
  window.centre = std::clamp(window.centre, -limits::window, limits::window);
  window.width = std::clamp(window.width, limits::window_narrowest, limits::window);
  return window;
}

}  // namespace volvr::review
