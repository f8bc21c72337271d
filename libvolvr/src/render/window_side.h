// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include "render/overlay.h"

namespace volvr::render {

/// The side of a window that an overlay has: which of the mouse's events are the overlay's, and how
/// it gets onto the screen. A press keeps the mouse until it is let go of, on whichever side it
/// was.
class WindowSide {
 public:
  void set(Overlay* overlay) { overlay_ = overlay; }

  /// To be told whenever the window's size may have changed.
  void resize(int width, int height);

  int width() const { return width_; }
  int left() const {
    return window_width_ - width_;
  }  ///< pixels of the window that are the study's

  /// Events of the mouse, pixels from the window's lower left corner.
  /// @return whether they were the overlay's
  bool press(double x, double y);
  bool release(double x, double y);
  bool move(double x, double y);
  bool wheel(int clicks, double x, double y);

  /// Hands the overlay what came in. @return whether it is to be drawn
  bool step(double seconds);

  /// Leaves the renderer what is not the overlay's.
  void place(vtkRenderer& renderer) const;

  /// Draws it into a window that has just drawn the study but not shown it, and shows both.
  void show(vtkRenderWindow& window) const;

  void release_graphics() const {
    if (overlay_ != nullptr) overlay_->release();
  }

 private:
  bool is_over(double x) const { return width_ > 0 && x >= left(); }
  Overlay::Mouse mouse(double x, double y, double scroll = 0.0) const;

  Overlay* overlay_ = nullptr;
  int window_width_ = 0;
  int window_height_ = 0;
  int width_ = 0;
  bool pressed_ = false;        ///< on the overlay
  bool study_pressed_ = false;  ///< elsewhere, so that the overlay waits
  Overlay::Mouse last_;
  std::vector<Overlay::Mouse> waiting_;
};

}  // namespace volvr::render
