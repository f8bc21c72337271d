// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <vtkRenderer.h>

#include "render/messages.h"
#include "volvr/picture.h"

namespace volvr::render {

/// Draws a VTK renderer into pictures without an X server. Its OpenGL context is current only while
/// one of its functions runs, so that a window in the same thread is left alone.
class OffscreenTarget {
 public:
  /// @param device  see EglContext
  /// @throws Error no_display
  OffscreenTarget(int device, int width, int height, MessageLog& log);
  ~OffscreenTarget();
  OffscreenTarget(const OffscreenTarget&) = delete;
  OffscreenTarget& operator=(const OffscreenTarget&) = delete;

  /// `renderer` must not be in another window. It is let go of when the target dies.
  void add(vtkRenderer* renderer);

  /// @throws Error internal, with VTK's own sentence, if it could not draw
  Picture draw();

  /// Runs `f` with the context current, for what must be known of the driver.
  template <class F>
  void with_context(F&& f) {
    acquire();
    try {
      f();
    } catch (...) {
      release();
      throw;
    }
    release();
  }

  const std::string& graphics() const;
  int width() const;
  int height() const;

 private:
  void acquire();
  void release();

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::render
