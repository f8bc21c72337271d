// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkVolume.h>

#include "render/caster/gl_texture.h"

namespace volvr::render {

/// Depths of what was drawn before a volume. Nothing is copied where the bound framebuffer keeps
/// them in a texture, as VTK's windows do.
class OpaqueDepth {
 public:
  /// Whether `renderer` shows anything opaque that could hide `volume` or be in it.
  static bool matters(vtkRenderer& renderer, vtkVolume& volume);

  struct Source {
    GLuint texture = 0;
    bool samples = false;                ///< several a pixel: GL_TEXTURE_2D_MULTISAMPLE
    Eigen::Array4f part = {0, 0, 1, 1};  ///< x, y, width, height of the viewport in the texture
  };

  /// @param viewport  x, y, width, height in the bound draw framebuffer
  Source of_viewport(vtkOpenGLRenderWindow& window, const Eigen::Array4i& viewport);

  /// The same in memory, one number a pixel of the viewport.
  std::vector<float> read(vtkOpenGLRenderWindow& window, const Eigen::Array4i& viewport);

  std::size_t bytes() const { return copy_.bytes(); }
  void free();

 private:
  // Of several depths a pixel one is taken.
  void copy(vtkOpenGLRenderWindow& window, const Eigen::Array4i& viewport);

  GlTexture copy_;
  GLuint copy_framebuffer_ = 0;
};

}  // namespace volvr::render
