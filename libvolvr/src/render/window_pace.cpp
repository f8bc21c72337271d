// SPDX-License-Identifier: Apache-2.0
#include "render/window_pace.h"

#include <utility>

namespace volvr::render {

void WindowPace::changed(double now) {
  budget_.moved(now);
  is_stale_ = has_changed_ = true;
}

FramePlan WindowPace::plan(double now, double seconds) {
  is_stale_ = false;
  return budget_.next(
      {.now = now, .period = seconds, .changed = std::exchange(has_changed_, false)});
}

}  // namespace volvr::render
