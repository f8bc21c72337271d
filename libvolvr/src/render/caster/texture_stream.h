// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <functional>

#include <vtkOpenGLRenderWindow.h>

#include "render/caster/gl_texture.h"

namespace volvr::render {

/// Brings voxels into a three-dimensional texture a few at a time, so that no picture waits for
/// them: each call copies what its budget allows into buffers that the driver reads by itself, and
/// ends where all of those are still being read. As GlProgram, it frees nothing by itself.
class TextureStream {
 public:
  /// Writes `rows` rows of texels, from row number `first` on, behind each other; rows count along
  /// y, then z. Called by `advance` alone, in rising order.
  using Source = std::function<void(std::size_t first, std::size_t rows, std::byte* to)>;

  struct Budget {
    std::size_t bytes = std::size_t{16} << 20;  ///< at least one piece is handed over all the same
    double seconds = 0.002;                     ///< of copying
  };

  static constexpr std::size_t piece_bytes = std::size_t{4} << 20;

  /// Begins anew with a texture of `size` texels; what was under way is given up.
  /// @param external, type  of the texels that `source` writes (glTexSubImage3D)
  /// @param bytes_a_texel  that it writes
  void begin(const Eigen::Vector3i& size, GLenum external, GLenum type, std::size_t bytes_a_texel,
             Source source);

  /// @param texture  of the size that was begun with; bound to unit 0 meanwhile
  /// @return whether all of it is handed over: what is drawn from now on sees it whole
  bool advance(vtkOpenGLRenderWindow& window, GlTexture& texture, const Budget& budget);
  bool advance(vtkOpenGLRenderWindow& window, GlTexture& texture) {
    return advance(window, texture, Budget{});
  }

  bool whole() const { return next_row_ == rows_; }
  double part() const;        ///< 0..1, of the rows that were handed over
  std::size_t bytes() const;  ///< of its buffers
  void free();

 private:
  struct Buffer {
    GLuint handle = 0;
    std::size_t bytes = 0;
    GLsync read = nullptr;  // done once the driver has read it
  };

  Buffer* free_buffer();
  std::size_t rows_of_piece() const;
  bool hand_over(Buffer& buffer, std::size_t rows);

  std::array<Buffer, 4> buffers_;
  std::size_t next_buffer_ = 0;
  Eigen::Vector3i size_ = Eigen::Vector3i::Zero();
  GLenum external_ = GL_RED;
  GLenum type_ = GL_UNSIGNED_BYTE;
  std::size_t row_bytes_ = 0;
  std::size_t rows_ = 0;
  std::size_t next_row_ = 0;
  Source source_;
};

}  // namespace volvr::render
