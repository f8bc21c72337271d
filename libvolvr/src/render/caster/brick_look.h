// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "render/caster/block_ranges.h"
#include "render/caster/brick_atlas.h"

namespace volvr::render {

/// What decides which bricks of a volume a picture needs.
struct BrickUse {
  int technique = 0;               ///< vtkVolumeMapper::BlendModes
  std::vector<float> opacities;    ///< as for VisibleRanges
  std::vector<double> iso_values;  ///< 0..1
  int reach = 0;                   ///< voxels around a block within which rays sample because of it
  bool operator==(const BrickUse&) const = default;
};

/// A projection needs a block unless nothing that it or a lesser one (for the least value: a
/// greater one) could make the extreme is visible; an average needs all.
BrickNeeds brick_needs(const Eigen::Vector3i& size, int levels, const BlockRanges& ranges,
                       const BrickUse& use);

/// Keeps an atlas told of its use.
class BrickLook {
 public:
  void update(BrickAtlas& atlas, const Eigen::Vector3i& size, const BlockRanges& ranges,
              BrickUse use);
  void forget() { atlas_ = nullptr; }

 private:
  const BrickAtlas* atlas_ = nullptr;
  BrickUse use_;
};

}  // namespace volvr::render
