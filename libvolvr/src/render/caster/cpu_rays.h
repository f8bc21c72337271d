// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>

#include "render/caster/block_ranges.h"
#include "render/caster/cell_extremes.h"
#include "render/caster/cell_masks.h"
#include "render/caster/distance_map.h"
#include "render/caster/frame_block.h"
#include "render/caster/plateaus.h"
#include "render/caster/ray_clips.h"

namespace volvr::render {

/// How a volume's voxels lie in memory; x runs fastest.
enum class CpuVoxels { int8, uint8, int16, uint16, float32, rgba8 };

constexpr int bytes_of(CpuVoxels kind) {
  switch (kind) {
    case CpuVoxels::int8:
    case CpuVoxels::uint8:
      return 1;
    case CpuVoxels::int16:
    case CpuVoxels::uint16:
      return 2;
    case CpuVoxels::float32:
    case CpuVoxels::rgba8:
      break;
  }
  return 4;
}

struct CpuFusion;

/// One picture for processors instead of a GPU: what the shaders are given, as plain memory. The
/// pictures are those of the shaders.
struct CpuPicture {
  FrameBlock frame;  ///< value_map maps the voxels' own numbers here
  const void* voxels = nullptr;
  CpuVoxels kind = CpuVoxels::int16;
  Eigen::Vector3i size = Eigen::Vector3i::Zero();
  const DistanceMap* distances = nullptr;  ///< composite and isosurface
  CellMasks* cells = nullptr;              ///< likewise; filled where rays go
  const BlockRanges* ranges = nullptr;     ///< projections
  CellExtremes* extremes = nullptr;        ///< likewise; filled where rays go
  Plateaus plateaus = {-2.0F, 2.0F};       ///< likewise
  std::span<const float> opacities;
  std::span<const float> gradient_opacities;      ///< empty: opacity is by value alone
  std::span<const std::uint32_t> packed_colours;  ///< of PackedColours
  const float* depths =
      nullptr;        ///< one a pixel, 0..1, from the lowest row up; null: nothing opaque
  int technique = 0;  ///< vtkVolumeMapper::BlendModes
  bool shade = false;
  bool lamps = false;  ///< others than one headlight
  bool jitter = false;
  std::span<const std::uint8_t>
      light;  ///< left in each cell of light, and a few bytes more; empty: all
  Eigen::Vector3i light_cells = Eigen::Vector3i::Zero();
  int iso_values = 0;
  const RayClips* clips = nullptr;  ///< null: nothing is cut
  bool stock_rounding = false;      ///< see RayJob
  std::span<const float> columns;   ///< where each column's middle lies, -1 to 1 over the viewport
  std::span<const float> rows;      ///< and each row's, the lowest first
  const CpuFusion* fusion = nullptr;  ///< what is drawn with it; null: nothing
  int width() const { return static_cast<int>(columns.size()); }
  int height() const { return static_cast<int>(rows.size()); }
};

/// Pictures are cast in squares of so many pixels a side.
constexpr int tile_side = 32;

/// Pixels from (x0, y0) up to, not including, (x1, y1).
struct PixelRect {
  int x0 = 0;
  int y0 = 0;
  int x1 = 0;
  int y1 = 0;
};

/// Whether processors can draw a volume of so many voxels: they address each half of its slices
/// with 31 bits.
bool fits_cpu_rays(CpuVoxels kind, const Eigen::Vector3i& size);

/// Draws into `rgba`: premultiplied, four floats a pixel, from the lowest row up. Rays go in
/// bundles as wide as the processor's vectors, on all processors.
void cast_cpu_rays(const CpuPicture& picture, std::span<float> rgba);

}  // namespace volvr::render
