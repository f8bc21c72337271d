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
///
/// A mask that has more cells than it needs costs time and changes no picture. So masks are made
/// with some leeway while a function changes from picture to picture, and serve for a while.
class CellMasks {
 public:
  /// The leeway on either side of what is seen, in the steps of BlockRanges: 1/128 of all values.
  static constexpr int leeway = 512;
  /// Pictures of the same after which nobody drags any more: two eyes, twice.
  static constexpr int pictures_at_rest = 4;

  /// Forgets all masks: the volume is another, or what decides what is seen of it.
  void forget();

  /// Says what is seen from now on. Masks are kept as long as they have all cells they need.
  /// @param blocks      of the volume; the same until forget()
  /// @param least_high  VisibleRanges::least_high()
  void see(std::size_t blocks, std::span<const std::uint32_t> least_high);

  /// Says that a picture shows the same as the last one. After a few of them masks are made that
  /// have no cell more than they need.
  void stay();

  /// Begins a picture. Forgets all masks if voxels were mapped to values in another way when they
  /// were made.
  void take(const Float4& value_map);

  /// What masks are made by.
  std::span<const std::uint32_t> least_high() const { return least_high_; }

  /// Two words a block, a bit a cell, x fastest; both are 0 where a mask is not made yet.
  const std::uint32_t* words() const { return words_.data(); }

  /// Rays on several processors may do so at once: they find the same.
  void set(std::size_t block, std::uint64_t cells);

 private:
  std::vector<std::uint32_t> words_;
  std::vector<std::uint32_t> least_high_;
  std::vector<std::uint32_t> seen_;  // now: nothing beside what masks are made by
  bool spare_ = false;               // masks have more cells than they need
  int pictures_alike_ = pictures_at_rest;
  Float4 value_map_{};
};

}  // namespace volvr::render
