// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include <vtkOpenGLRenderWindow.h>

#include "render/caster/gl.h"

namespace volvr::render {

/// How a texture holds its numbers, and how they are handed over.
struct TextureFormat {
  GLenum internal = GL_R8;
  GLenum external = GL_RED;
  GLenum type = GL_UNSIGNED_BYTE;
  bool linear = true;  ///< interpolated between texels
};

std::size_t bytes_per_texel(GLenum internal);

/// What OpenGL has to say of an allocation or a transfer is said by its error flags alone.
void forget_errors();

/// Whether one since `forget_errors` was refused, for want of memory or as too large; forgets it.
bool was_refused();

/// A two- or three-dimensional texture, clamped to its edge. As GlProgram, it frees nothing by
/// itself.
class GlTexture {
 public:
  /// Makes room for `size` texels (z = 0: two-dimensional), if it has not this room already.
  /// @return whether it was made anew, with undefined content
  bool allocate(vtkOpenGLRenderWindow& window, const Eigen::Vector3i& size,
                const TextureFormat& format);

  /// Fills the texels from `first` on. Rows of `data` follow each other without padding.
  void fill(vtkOpenGLRenderWindow& window, const Eigen::Vector3i& first,
            const Eigen::Vector3i& size, const void* data);

  /// Binds it to texture unit `unit`.
  void bind(vtkOpenGLRenderWindow& window, int unit) const;

  GLuint handle() const { return handle_; }
  const Eigen::Vector3i& size() const { return size_; }
  std::size_t bytes() const;
  void free();

 private:
  GLenum target() const { return size_[2] > 0 ? GL_TEXTURE_3D : GL_TEXTURE_2D; }

  GLuint handle_ = 0;
  Eigen::Vector3i size_ = Eigen::Vector3i::Zero();
  TextureFormat format_;
};

}  // namespace volvr::render
