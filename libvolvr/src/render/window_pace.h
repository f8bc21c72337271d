// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/budget/frame_budget.h"

namespace volvr::render {

/// When a window draws, and how finely: coarse enough to follow a moving hand, the best picture at
/// rest, and nothing while that is shown. Time is given, never read, so that a test can be its
/// clock.
class WindowPace {
 public:
  /// @param options  with AtRest::exact_picture
  explicit WindowPace(const BudgetOptions& options = {.at_rest = AtRest::exact_picture})
      : budget_(options) {}

  /// What the window shows has changed, by hand or otherwise.
  void changed(double now);

  /// What is on the screen is gone, though nothing changed.
  void expose() { is_stale_ = true; }

  bool wants_frame(double now) const { return is_stale_ || budget_.wants_better_frame(now); }

  /// The frame that is drawn now. @param seconds  what a frame may take while things move
  FramePlan plan(double now, double seconds);

  void measured(std::uint64_t frame, double seconds) { budget_.measured(frame, seconds); }

 private:
  FrameBudget budget_;
  bool is_stale_ = true;      ///< nothing that was drawn shows the present state
  bool has_changed_ = false;  ///< since the last frame
};

}  // namespace volvr::render
