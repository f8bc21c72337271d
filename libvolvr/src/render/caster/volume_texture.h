// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkDataArray.h>
#include <vtkOpenGLRenderWindow.h>

#include "render/caster/gl_texture.h"

namespace volvr::render {

/// A volume's voxels on the GPU, in as many bytes as they have in memory where OpenGL can
/// interpolate their type; integers of 32 bits and doubles as floats.
class VolumeTexture {
 public:
  /// @param values  one component, or four (red, green, blue, and what opacity goes by) of 8 bits
  /// @throws Error unsupported for other components; out_of_memory where the driver has no room
  void upload(vtkOpenGLRenderWindow& window, vtkDataArray& values, const Eigen::Vector3i& size);

  void bind(vtkOpenGLRenderWindow& window, int unit) const { texture_.bind(window, unit); }
  std::size_t bytes() const { return texture_.bytes(); }
  void free() { texture_.free(); }

  GLuint handle() const { return texture_.handle(); }
  double unit() const { return unit_; }

 private:
  GlTexture texture_;
  double unit_ = 1.0;
};

}  // namespace volvr::render
