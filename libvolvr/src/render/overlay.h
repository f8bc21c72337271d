// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>

namespace volvr::render {

/// Something flat at the right side of a window, beside the study: it gets the mouse there. Who
/// gives one to a window draws it with OpenGL, which is current where it says so.
class Overlay {
 public:
  struct Mouse {
    std::optional<Eigen::Vector2d> at = {};  ///< pixels from the overlay's upper left corner
    bool pressed = false;
    double scroll = 0.0;  ///< clicks of the wheel; above 0: towards the top
  };

  virtual ~Overlay() = default;

  /// Pixels that it takes of a window of this size; 0: it is not there.
  virtual int width(int window_width, int window_height) const = 0;

  /// One event of the mouse, or none since the last. @return whether it looks different now
  virtual bool step(const Mouse& mouse, int width, int height, double seconds) = 0;

  /// Copies itself there, and leaves OpenGL's state as it was. The context is current.
  /// @param x, y  pixels of its lower left corner
  virtual void draw(unsigned framebuffer, int x, int y) = 0;

  /// Gives back what it has in the context, which is current and goes.
  virtual void release() = 0;
};

}  // namespace volvr::render
