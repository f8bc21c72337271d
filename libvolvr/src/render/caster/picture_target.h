// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include <vtkOpenGLRenderWindow.h>

#include "render/budget/fovea.h"
#include "render/budget/quality.h"
#include "render/caster/frame_block.h"
#include "render/caster/gl_program.h"
#include "render/caster/gl_texture.h"

namespace volvr::render {

/// What rays are cast into, and how that comes to lie over a viewport: coarser than the viewport
/// and foveated as quality asks for. The texture is as large as the viewport, and a part of it is
/// used, so that nothing is allocated anew when quality changes.
class PictureTarget {
 public:
  /// Lays the target out for the picture that comes next.
  /// @param viewport  x, y, width, height in the framebuffer that will be drawn into
  /// @param eye       0 or 1, left or right
  void lay(const Eigen::Array4i& viewport, const Quality& quality, const FoveaAim& aim,
           std::size_t eye);

  /// Rays in a row and rows of rays: the part of the texture in use.
  int width() const { return fovea_.x.target; }
  int height() const { return fovea_.y.target; }
  /// Whether a ray goes through each of the viewport's pixels.
  bool is_as_large() const { return width() == viewport_[2] && height() == viewport_[3]; }
  const Fovea& fovea() const { return fovea_; }

  /// Writes the layout into the block, for shaders/fovea.glsl.
  void write(FrameBlock& block) const;

  /// The middle of each column and row of rays, -1 to 1 over the viewport.
  std::vector<float> columns() const { return places(fovea_.x); }
  std::vector<float> rows() const { return places(fovea_.y); }

  /// Of each ray, from the lowest row up, the number of the viewport's pixel that it goes through.
  /// @param values  one a pixel of the viewport
  std::vector<float> seen_by_rays(const std::vector<float>& values) const;

  /// Makes the part in use the framebuffer that is drawn into; the caller restores bindings.
  void draw_into(vtkOpenGLRenderWindow& window);

  /// The texture, RGBA16F, for a compute shader to write the part in use.
  GLuint image(vtkOpenGLRenderWindow& window);

  /// Takes the rays' colours from memory: premultiplied, four floats each.
  void fill(vtkOpenGLRenderWindow& window, const float* rgba);

  /// Lays the target over what the bound framebuffer shows. The program is RayPrograms::composer,
  /// and the block, with `write` in it, is bound.
  void compose(vtkOpenGLRenderWindow& window, const GlProgram& program) const;

  std::size_t bytes() const { return texture_.bytes(); }
  void free();

 private:
  void allocate(vtkOpenGLRenderWindow& window, const TextureFormat& format);
  static std::vector<float> places(const FoveaAxis& axis);

  Eigen::Array4i viewport_ = {0, 0, 1, 1};
  Fovea fovea_;
  GlTexture texture_;
  GLuint framebuffer_ = 0;
  bool is_attached_ = false;  ///< the texture, to the framebuffer
};

}  // namespace volvr::render
