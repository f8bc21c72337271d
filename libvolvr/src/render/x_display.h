// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::render {

/// A connection to the X server that DISPLAY names, with OpenGL. VTK is handed this one: where VTK
/// opens a connection of its own and fails, it ends the whole process.
class XDisplay {
 public:
  /// @throws Error no_display where no server answers, or one without GLX
  XDisplay();
  ~XDisplay();
  XDisplay(const XDisplay&) = delete;
  XDisplay& operator=(const XDisplay&) = delete;

  /// For vtkRenderWindow::SetDisplayId.
  void* handle() const { return display_; }

  /// Waits until the server sends something, at most `seconds`.
  void wait_for_event(double seconds) const;

 private:
  void* display_ = nullptr;
};

}  // namespace volvr::render
