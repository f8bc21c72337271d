// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include <vtkDataArray.h>
#include <vtkOpenGLRenderWindow.h>

#include "render/caster/brick_cache.h"
#include "render/caster/brick_choice.h"
#include "render/caster/brick_pyramid.h"
#include "render/caster/gl_texture.h"
#include "render/caster/graphics_memory.h"
#include "render/caster/shown_voxels.h"

namespace volvr::render {

/// A volume on the GPU as bricks: all of a coarse level, and of the finer ones those that are
/// wanted (choose_bricks) as far as there is room. Its shader is bricks.glsl.
class BrickAtlas {
 public:
  /// Loads the coarse level. @param values  kept, must not change
  /// @throws Error out_of_memory, unsupported (so long that its bricks cannot be counted)
  BrickAtlas(vtkOpenGLRenderWindow& window, vtkDataArray& values, const Eigen::Vector3i& size,
             const Texels& texels, const GraphicsLimits& limits);

  /// Which bricks the transfer function shows anything of, from now on.
  /// @param needs  of `levels()` levels
  void set_needs(BrickNeeds needs);
  int levels() const { return pyramid_->levels(); }

  /// Loads wanted bricks, as many as one picture may wait for.
  /// @param upload  bytes; at least one brick is loaded
  void look(vtkOpenGLRenderWindow& window, const BrickView& view, std::uint64_t upload);

  void bind(vtkOpenGLRenderWindow& window, int unit) const;
  void bind_pages(vtkOpenGLRenderWindow& window, int unit) const;
  std::size_t bytes() const { return atlas_.bytes() + pages_.bytes(); }
  void free();

  /// Of the last look.
  ShownVoxels shown() const;

  std::size_t bricks_loaded() const { return loaded_; }  ///< since it was made

 private:
  struct Look {
    BrickView view;
    std::vector<BrickId> wanted;  // the most wanted first
  };
  void make_room(vtkOpenGLRenderWindow& window, const Eigen::Vector3i& size, const Texels& texels,
                 const GraphicsLimits& limits);
  const Look& look_of(const BrickView& view);
  void load(vtkOpenGLRenderWindow& window, const std::vector<BrickCache::Load>& loads);
  void write_pages(vtkOpenGLRenderWindow& window);

  std::optional<BrickPyramid> pyramid_;
  Eigen::Vector3i slots_ = Eigen::Vector3i::Zero();
  std::optional<BrickCache> cache_;
  BrickNeeds needs_;
  std::size_t all_needed_ = 0;  // bricks of level 0
  std::vector<Look> looks_;     // the last two, of the eyes, the latest first
  GlTexture atlas_;
  GlTexture pages_;
  std::size_t loaded_ = 0;
};

}  // namespace volvr::render
