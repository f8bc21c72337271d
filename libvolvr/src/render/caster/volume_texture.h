// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <vtkDataArray.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkSmartPointer.h>

#include "render/caster/brick_atlas.h"
#include "render/caster/graphics_memory.h"
#include "render/caster/texels.h"
#include "render/caster/texture_stream.h"

namespace volvr::render {

/// A volume's voxels on the GPU: all of them in one texture where that is within the limits and the
/// driver has room for it, else some of them as bricks.
class VolumeTexture {
 public:
  /// @param values  see texels_of; kept for as long as the volume is in bricks
  /// @throws Error unsupported for other components; out_of_memory where the driver has not even
  ///         room for the fewest bricks
  void upload(vtkOpenGLRenderWindow& window, vtkDataArray& values, const Eigen::Vector3i& size,
              const GraphicsLimits& limits = {});

  /// Goes on with an upload that no picture waits for; begins one where these values are not those
  /// of the last call. Only for what fits into one texture: for another volume it never ends.
  /// @return whether the volume is there
  bool upload_part(vtkOpenGLRenderWindow& window, vtkDataArray& values, const Eigen::Vector3i& size,
                   const GraphicsLimits& limits);

  /// The next `upload_part` begins anew, whatever it is given.
  void begin_anew() { coming_ = nullptr; }

  void bind(vtkOpenGLRenderWindow& window, int unit) const;
  std::size_t bytes() const { return bricks_ ? bricks_->bytes() : texture_.bytes(); }
  void free();

  GLuint handle() const { return texture_.handle(); }
  double unit() const { return unit_; }

  /// Null where the volume is one texture.
  BrickAtlas* bricks() const { return bricks_.get(); }

 private:
  bool upload_whole(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                    const Eigen::Vector3i& size, const Texels& texels);

  vtkSmartPointer<vtkDataArray> coming_;  // the values that are being uploaded in parts
  TextureStream stream_;
  GlTexture texture_;
  std::unique_ptr<BrickAtlas> bricks_;
  double unit_ = 1.0;
};

}  // namespace volvr::render
