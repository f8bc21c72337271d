// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_pace.h"

#include "core/thread_clock.h"

namespace volvr::xr {

void EyePace::begin(double period) {
  period_ = period;
  start_ = Clock::now();
  cpu_start_ = thread_seconds();
  is_planned_ = false;
}

const render::FramePlan& EyePace::plan(const Shown& shown) {
  shown_ = shown;
  is_planned_ = true;
  planned_ = budget_.next({.now = std::chrono::duration<double>(start_.time_since_epoch()).count(),
                           .period = period_,
                           .turning = speed_.turning,
                           .moving = speed_.moving,
                           .changed = shown.changed,
                           .cpu_seconds = cpu_seconds_});
  return planned_;
}

render::FrameTimer& EyePace::start_drawing() {
  timer_.begin(is_planned_ ? planned_.frame : 0);
  return timer_;
}

std::vector<render::FrameTimer::Taken> EyePace::stop_drawing() {
  using DrawnBy = render::FrameTimer::DrawnBy;
  timer_.end(shown_.by_processors ? DrawnBy::processors : DrawnBy::gpu);
  // Frame 0 is none of the budget's, which passes it over.
  const auto known = timer_.take();
  for (const auto& [number, seconds] : known) budget_.measured(number, seconds);
  cpu_seconds_ = shown_.by_processors ? 0.0 : thread_seconds() - cpu_start_;
  return known;
}

double EyePace::seconds_since_begin() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

}  // namespace volvr::xr
