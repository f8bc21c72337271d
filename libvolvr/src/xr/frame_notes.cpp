// SPDX-License-Identifier: Apache-2.0
#include "xr/frame_notes.h"

#include <chrono>
#include <utility>

#include "core/thread_clock.h"

namespace volvr::xr {

namespace {

double seconds_now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

const char* name_of(SessionState state) {
  switch (state) {
    case SessionState::idle:
      return "idle";
    case SessionState::ready:
      return "ready";
    case SessionState::synchronized:
      return "synchronized";
    case SessionState::visible:
      return "visible";
    case SessionState::focused:
      return "focused";
    case SessionState::stopping:
      return "stopping";
    case SessionState::loss_pending:
      return "loss_pending";
    case SessionState::exiting:
      return "exiting";
    case SessionState::unknown:
      break;
  }
  return "unknown";
}

}  // namespace

void FrameNotes::begun(std::int64_t display_time, double period, bool should_draw, double waiting,
                       SessionState state) {
  if (log_ == nullptr) return;
  frame_ = {.at = seconds_now(),
            .display_time = display_time,
            .period = period,
            .waiting = waiting,
            .should_draw = should_draw,
            .state = name_of(state)};
  cpu_start_ = thread_seconds();
  is_begun_ = true;
}

void FrameNotes::planned(const render::FramePlan& plan) {
  frame_.number = plan.frame;
  frame_.edge_pixel = plan.quality.edge_pixel;
  frame_.pixels = plan.quality.pixels;
  frame_.shadows = plan.quality.shadows;
  frame_.step = plan.quality.step;
}

void FrameNotes::ended() {
  if (!std::exchange(is_begun_, false)) return;
  frame_.cpu = thread_seconds() - cpu_start_;
  log_->add(frame_);
}

void FrameNotes::measured(std::uint64_t number, double gpu_seconds) {
  if (log_ != nullptr) log_->measured(number, gpu_seconds);
}

void FrameNotes::interrupted() {
  is_begun_ = false;
  if (log_ != nullptr) log_->interrupted();
}

}  // namespace volvr::xr
