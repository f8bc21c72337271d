// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "render/caster/frame_block.h"

namespace volvr::render {

/// Of the blocks of BlockRanges, which of their cells can show something: finer than a distance
/// map, and too much to make of a whole volume while someone drags a transfer function. Rays
/// that come to a block make its mask.
class CellMasks {
 public:
  /// Forgets all masks.
  /// @param least_high  VisibleRanges::least_high()
  void reset(std::size_t blocks, std::span<const std::uint32_t> least_high);

  /// Begins a picture. Forgets all masks if voxels were mapped to values in another way when they
  /// were made.
  void take(const Float4& value_map);

  std::span<const std::uint32_t> least_high() const { return least_high_; }

  /// Two words a block, a bit a cell, x fastest; both are 0 where a mask is not made yet.
  const std::uint32_t* words() const { return words_.data(); }

  /// Rays on several processors may do so at once: they find the same.
  void set(std::size_t block, std::uint64_t cells);

 private:
  std::vector<std::uint32_t> words_;
  std::vector<std::uint32_t> least_high_;
  Float4 value_map_{};
};

}  // namespace volvr::render
