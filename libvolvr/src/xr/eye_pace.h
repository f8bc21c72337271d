// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <vector>

#include "render/budget/frame_budget.h"
#include "render/frame_timer.h"
#include "render/quality_settings.h"
#include "volvr/settings.h"
#include "xr/head_motion.h"

namespace volvr::xr {

/// What a frame shows, as far as it matters for the time that it takes.
struct Shown {
  bool changed =
      false;  ///< since the last frame: transfer function, clip, volume, pose, time point
  bool by_processors = false;  ///< Scene::is_drawn_by_processors
};

/// What the frames of a headset cost and how finely the next one is drawn for it to come in time.
class EyePace {
 public:
  explicit EyePace(const Settings& settings) : budget_(render::headset_budget(settings)) {}

  void set_settings(const Settings& settings) { budget_ = render::FrameBudget(render::headset_budget(settings)); }

  /// The runtime wants a frame. @param period  seconds between frames
  void begin(double period);

  /// Where the eyes are in it. @param seconds  since the frame before was seen
  void see(const EyeViews& views, double seconds) { speed_ = head_.step(views, seconds); }

  /// How finely the frame that has begun is drawn.
  const render::FramePlan& plan(const Shown& shown);
  const render::FramePlan& planned() const { return planned_; }

  /// Around the drawing of the frame; what has become known of the times of earlier frames of `plan`.
  render::FrameTimer& start_drawing();
  std::vector<render::FrameTimer::Taken> stop_drawing();

  /// The head was not seen for a while.
  void lose_head() { head_.lose(); }

  double seconds_since_begin() const;

 private:
  using Clock = std::chrono::steady_clock;

  render::FrameBudget budget_;
  render::FrameTimer timer_;
  render::FramePlan planned_;
  HeadMotion head_;
  HeadMotion::Speed speed_;
  Shown shown_;
  bool is_planned_ = false;  // the frame, by the budget
  double period_ = 0.0;
  Clock::time_point start_;
  double cpu_start_ = 0.0;    // processor time of this thread when the frame began
  double cpu_seconds_ = 0.0;  // of the last frame that was drawn, without waiting
};

}  // namespace volvr::xr
