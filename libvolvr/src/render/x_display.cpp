// SPDX-License-Identifier: Apache-2.0
#include "render/x_display.h"

#include <X11/Xlib.h>
#include <poll.h>

namespace volvr::render {

bool has_x_display() {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) return false;
  XCloseDisplay(display);
  return true;
}

void wait_for_event(void* display, double seconds) {
  auto* connection = static_cast<Display*>(display);
  if (connection != nullptr && XPending(connection) > 0) return;
  pollfd waiting{connection != nullptr ? XConnectionNumber(connection) : -1, POLLIN, 0};
  poll(&waiting, 1, static_cast<int>(seconds * 1000.0));
}

}  // namespace volvr::render
