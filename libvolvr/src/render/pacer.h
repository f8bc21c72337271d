// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/ray_caster.h"

namespace volvr::render {

/// Chooses how finely to draw in a window: coarse enough to follow a moving hand, exact at rest.
/// Time is given, never read, so that a test can be its clock.
class Pacer {
 public:
  /// @param target_seconds  what a frame may take while things move
  explicit Pacer(double target_seconds = 0.1) : target_(target_seconds) {}

  /// Something moved: what is shown is old.
  void moved(double now);

  /// Whether a frame should be drawn, and if so how.
  bool wants_frame(double now) const;
  Sampling sampling(double now) const;

  /// The frame that was asked for at `now` took `seconds`.
  void drawn(double now, double seconds);

  /// The next frame is exact, whatever moves.
  void expose() { stale_ = true; }

 private:
  bool is_moving(double now) const { return now - moved_at_ < rest_; }

  static constexpr double rest_ = 0.25;  // seconds without motion before the exact frame
  static constexpr double coarsest_ = 6.0;

  double target_;
  double moved_at_ = -1e9;
  double coarseness_ = 1.0;  // side of the square of pixels, and times the step at most 2
  bool stale_ = true;        // nothing that was drawn shows the present state
  bool exact_ = false;       // what was drawn last is exact
};

}  // namespace volvr::render
