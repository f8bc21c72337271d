// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <vtkDataArray.h>

namespace volvr::render {

/// The least and the greatest value in each block of a grid's cells: what a ray can meet there.
///
/// A cell lies between eight neighbouring voxels; block (i, j, k) holds the cells from `side` times
/// (i, j, k), `side` of them along each axis, and so the voxels from there to `side` further
/// inclusive. Samples that are interpolated within a block lie within its range.
/// Values are counted in steps of 1/65535 of the array's range, `low` rounded down, `high` up.
struct BlockRanges {
  static constexpr int side = 4;

  Eigen::Vector3i blocks = Eigen::Vector3i::Zero();  ///< along x, y, z; x runs fastest
  std::vector<std::uint16_t> low;  ///< one more than there are blocks, so that pairs can be read
  std::vector<std::uint16_t> high;
  std::size_t count() const { return static_cast<std::size_t>(blocks.cast<std::int64_t>().prod()); }
};

/// @param size  voxels along each axis, at least 2
/// @param component  of `values` whose range is taken
/// @param lowest, highest  ends of the scale
BlockRanges block_ranges(vtkDataArray& values, const Eigen::Vector3i& size, int component,
                         double lowest, double highest);

}  // namespace volvr::render
