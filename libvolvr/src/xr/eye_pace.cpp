// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_pace.h"

#include <ctime>


namespace volvr::xr {

namespace {

// Processor time of this thread: no waiting for runtime, GPU or display is in it.
double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

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

void EyePace::stop_drawing() {
  using DrawnBy = render::FrameTimer::DrawnBy;
  timer_.end(shown_.by_processors ? DrawnBy::processors : DrawnBy::gpu);
  // Frame 0 is none of the budget's, which passes it over.
  for (const auto& [number, seconds] : timer_.take()) budget_.measured(number, seconds);
  cpu_seconds_ = shown_.by_processors ? 0.0 : thread_seconds() - cpu_start_;
}

double EyePace::seconds_since_begin() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

}  // namespace volvr::xr
