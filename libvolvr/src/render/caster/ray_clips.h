// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include <vtkVolume.h>
#include <vtkVolumeMapper.h>

#include "render/caster/clip_shape.h"
#include "render/caster/frame_block.h"
#include "render/caster/gl_texture.h"

namespace volvr::render {

/// What cuts a volume, as rays meet it: in the frame `texture`, as numbers that a shader reads.
///
/// First `planes` numbers, each kept where dot(xyz, place) + w >= 0; then `kept` shapes, within all
/// of which a ray is drawn, then `removed` ones, within which it is not. A shape is five numbers:
/// the rows of unit_from_texture, the low and the high corner of a box; a ball has 1 in the low
/// corner's w.
struct RayClips {
  std::vector<Float4> numbers;
  int planes = 0;
  int kept = 0;
  int removed = 0;
  bool operator==(const RayClips&) const = default;
};

constexpr std::size_t numbers_a_shape = 5;

/// Of a mapper's clipping planes (world), its cropping (all 27 regions, dataset) and `shapes`.
/// Planes and shapes that are not finite, or have no direction, cut nothing.
RayClips ray_clips(vtkVolumeMapper& mapper, vtkVolume& volume, const RayGrid& grid,
                   std::span<const ClipShape> shapes);

/// Hands the numbers to shaders, 1024 a row.
void fill_clip_texture(vtkOpenGLRenderWindow& window, const RayClips& clips, GlTexture& texture);

/// Whether a place is left by all of the clips.
bool keep(const RayClips& clips, const Eigen::Vector3d& texture);

/// Whether anything within the grid is left, to about a voxel.
bool leave_anything(const RayClips& clips, const RayGrid& grid);

}  // namespace volvr::render
