// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/budget/frame_budget.h"
#include "volvr/frame_log.h"
#include "xr/lifecycle.h"

namespace volvr::xr {

/// What is noted of the frame that has begun, for the log; without a log nothing is.
class FrameNotes {
 public:
  explicit FrameNotes(FrameLog* log) : log_(log) {}

  /// @param display_time  the runtime's nanoseconds
  /// @param period        seconds
  /// @param waiting       seconds until the runtime wanted the frame
  void begun(std::int64_t display_time, double period, bool should_draw, double waiting,
             SessionState state);
  void planned(const render::FramePlan& plan);
  void ended();  ///< handed over, with a picture or without
  void measured(std::uint64_t number, double gpu_seconds);
  void interrupted();  ///< no frames are wanted now

 private:
  FrameLog* log_;
  FrameRecord frame_;
  double cpu_start_ = 0.0;
  bool is_begun_ = false;
};

}  // namespace volvr::xr
