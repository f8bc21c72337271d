// SPDX-License-Identifier: Apache-2.0
#include "render/x_display.h"

#include <X11/Xlib.h>
#include <poll.h>

#include "volvr/error.h"

namespace volvr::render {

XDisplay::XDisplay() {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) {
    throw Error(ErrorCode::no_display,
                "No X server answers at DISPLAY; set DISPLAY, or use --display offscreen.",
                "DISPLAY", "XOpenDisplay");
  }
  int opcode = 0;
  int event = 0;
  int error = 0;
  if (XQueryExtension(display, "GLX", &opcode, &event, &error) == 0) {
    XCloseDisplay(display);
    throw Error(ErrorCode::no_display,
                "The X server at DISPLAY has no OpenGL (GLX); use --display offscreen.", "DISPLAY",
                "XQueryExtension");
  }
  display_ = display;
}

XDisplay::~XDisplay() {
  XCloseDisplay(static_cast<Display*>(display_));
}

void XDisplay::wait_for_event(double seconds) const {
  auto* display = static_cast<Display*>(display_);
  if (XPending(display) > 0) return;
  pollfd waiting{XConnectionNumber(display), POLLIN, 0};
  poll(&waiting, 1, static_cast<int>(seconds * 1000.0));
}

}  // namespace volvr::render
