// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <vtkDataArray.h>
#include <vtkOpenGLRenderWindow.h>

#include "render/caster/frame_block.h"
#include "render/caster/gl_texture.h"
#include "render/caster/light_cells.h"
#include "render/caster/ray_clips.h"
#include "render/caster/shade_volume.h"

namespace volvr::render {

/// What the shades of one picture follow from.
struct ShadeJob {
  double strength = 0.0;  ///< 0 to 1
  vtkDataArray& values;
  int component = 0;
  double lowest = 0.0;
  double highest = 1.0;
  Eigen::Vector3d spacing = Eigen::Vector3d::Ones();  ///< dataset
  std::span<const float> opacities;                   ///< of a sample so thick:
  double thickness = 1.0;                             ///< dataset
  vtkMTimeType opacity_time = 0;  ///< when the function that they are made of last changed
  const RayClips& clips;
  bool by_processors = false;
};

/// Soft shadows of a lamp over the viewer's left shoulder and the dark of what is enclosed: how
/// much light is left at a sample, from a coarse volume that is made anew only when the volume, its
/// opacities or its clips change.
class Shades {
 public:
  /// Makes what is needed and writes it into the block; nothing for a strength of 0.
  void take(vtkOpenGLRenderWindow& window, const ShadeJob& job, const RayGrid& grid,
            const Rays& rays, FrameBlock& block);

  bool used() const { return used_; }
  void bind(vtkOpenGLRenderWindow& window, int ahead_unit, int behind_unit) const;

  /// For processors: one byte a cell of light, and the cells along each axis.
  const std::vector<std::uint8_t>& light() const { return light_; }
  const Eigen::Vector3i& cells() const { return shade_.cells; }

  std::size_t bytes() const { return ahead_.bytes() + behind_.bytes(); }
  void free();

 private:
  bool take_cells(const ShadeJob& job, const RayGrid& grid);
  void make(vtkOpenGLRenderWindow& window, const ShadeJob& job, const RayGrid& grid);
  void upload(vtkOpenGLRenderWindow& window, const std::vector<std::uint8_t>& bytes,
              GlTexture& texture);
  void take_lamp(vtkOpenGLRenderWindow& window, const ShadeJob& job, const Eigen::Vector3d& key,
                 const Eigen::Vector3d& viewer);
  void write(vtkOpenGLRenderWindow& window, const ShadeJob& job, const RayGrid& grid,
             const Rays& rays, FrameBlock& block);

  LightCells cells_;
  ShadeVolume shade_;
  RayClips clips_;
  Eigen::Vector3d lamp_ = Eigen::Vector3d::Zero();
  Eigen::Vector3d viewer_ = Eigen::Vector3d::Zero();
  SideWeights weights_{};
  std::vector<std::uint8_t> light_;
  GlTexture ahead_;
  GlTexture behind_;
  const vtkDataArray* taken_ = nullptr;
  vtkMTimeType taken_time_ = 0;
  vtkMTimeType opacity_time_ = 0;
  bool made_ = false;
  bool used_ = false;
};

}  // namespace volvr::render
