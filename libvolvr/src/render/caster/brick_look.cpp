// SPDX-License-Identifier: Apache-2.0
#include "render/caster/brick_look.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <vtkVolumeMapper.h>

#include "render/caster/distance_map.h"

namespace volvr::render {

namespace {

bool holds_any(const BlockRanges& ranges, std::size_t block, const std::vector<double>& values) {
  return std::ranges::any_of(values, [&](double value) {
    return ranges.low[block] <= std::ceil(value * 65535.0) &&
           std::floor(value * 65535.0) <= ranges.high[block];
  });
}

}  // namespace

BrickNeeds brick_needs(const Eigen::Vector3i& size, int levels, const BlockRanges& ranges,
                       const BrickUse& use) {
  constexpr auto greatest = std::numeric_limits<std::uint16_t>::max();
  const VisibleRanges visible(use.opacities);
  const auto needed = [&](std::size_t block) {
    switch (use.technique) {
      case vtkVolumeMapper::AVERAGE_INTENSITY_BLEND:
        return true;
      case vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND:
        return visible.any(0, ranges.high[block]);
      case vtkVolumeMapper::MINIMUM_INTENSITY_BLEND:
        return visible.any(ranges.low[block], greatest);
      case vtkVolumeMapper::ISOSURFACE_BLEND:
        return holds_any(ranges, block, use.iso_values);
      default:
        return visible.any(ranges.low[block], ranges.high[block]);
    }
  };
  return brick_needs(size, levels, {ranges.blocks, BlockRanges::side, use.reach}, needed);
}

void BrickLook::update(BrickAtlas& atlas, const Eigen::Vector3i& size, const BlockRanges& ranges,
                       BrickUse use) {
  if (atlas_ == &atlas && use == use_) return;
  atlas.set_needs(brick_needs(size, atlas.levels(), ranges, use));
  atlas_ = &atlas;
  use_ = std::move(use);
}

}  // namespace volvr::render
