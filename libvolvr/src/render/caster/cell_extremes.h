// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "render/caster/frame_block.h"

namespace volvr::render {

/// The greatest, or the least, value of each cell of a volume, coarsely: whether a cell can change
/// what a ray has met is told by one byte instead of eight voxels. Rays that come to a block of
/// BlockRanges make its bytes; blocks that none comes to take no memory.
class CellExtremes {
 public:
  static constexpr std::size_t cells = 64;  ///< of a block
  static constexpr float steps = 254.0F;
  using Block = std::array<std::uint8_t, cells>;

  void forget();

  /// Begins a picture. What was made is kept if it is of use for this one.
  /// @param blocks   of the volume; the same volume until forget()
  /// @param towards  1 for the greatest values, -1 for the least
  void take(std::size_t blocks, float towards, const Float4& value_map);

  /// A cache line a block, a byte a cell, x fastest: 1 and, rounded up, the steps by which its
  /// greatest value lies above 0, or its least below 1; 0 where it is not made yet. Three more
  /// bytes can be read behind the last. Null where there is no memory for it or 31 bits do not
  /// count it.
  const std::uint8_t* bytes() const { return bytes_; }

  /// Rays on several processors may do so at once: they find the same.
  void set(std::size_t block, const Block& made);

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };

  std::unique_ptr<void, Free> memory_;
  std::uint8_t* bytes_ = nullptr;
  std::size_t blocks_ = 0;
  float towards_ = 0.0F;
  Float4 value_map_{};
};

}  // namespace volvr::render
