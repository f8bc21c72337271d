// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "render/caster/block_ranges.h"

namespace volvr::render {

/// For each block its Chebyshev distance to the nearest block in which something can be seen, in
/// blocks: 0 where something can, at most `farthest_block`. All blocks nearer than that are empty,
/// so that a ray may leap over them (Deakin and Knackstedt, "Efficient ray casting of volumetric
/// images using distance maps for empty space skipping", 2020).
struct DistanceMap {
  Eigen::Vector3i blocks = Eigen::Vector3i::Zero();
  std::vector<std::uint8_t> distance;  ///< x runs fastest; three more than there are blocks
  std::size_t occupied = 0;            ///< how many have distance 0
};

constexpr int farthest_block = 16;

/// One bit for each entry of an opacity table, in a form that answers "anything between?" at once.
class VisibleRanges {
 public:
  /// @param opacities  over the scale of BlockRanges, the way the ray caster's texture holds them:
  ///   entry i is at (i + 0.5) / size, and what lies between two entries is interpolated
  explicit VisibleRanges(std::span<const float> opacities);

  /// Whether any value from `low` to `high`, both counted in 1/65535, has an opacity.
  bool any(std::uint16_t low, std::uint16_t high) const { return high >= least_high_[low]; }

  /// For each low end of a range, the least high end from which on something of it is seen.
  std::span<const std::uint32_t> least_high() const { return least_high_; }

  /// For each entry, and for the end, how many of those before it have an opacity.
  std::span<const std::uint32_t> before() const { return before_; }

 private:
  static constexpr std::uint32_t values = 65536;  // that a block's range is counted in

  std::size_t first(std::uint32_t low) const;
  std::size_t last(std::uint32_t high) const;

  std::vector<std::uint32_t> before_;  // how many visible entries lie before this one
  double entries_;
  std::vector<std::uint32_t> least_high_;
};

/// From the blocks in which an opacity table shows something.
DistanceMap distance_map(const BlockRanges& ranges, const VisibleRanges& visible);

/// From the blocks that hold any of `values` (isosurfaces) on the scale of BlockRanges, 0..1.
DistanceMap distance_map(const BlockRanges& ranges, std::span<const double> values);

}  // namespace volvr::render
