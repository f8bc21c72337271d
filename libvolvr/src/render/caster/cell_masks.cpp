// SPDX-License-Identifier: Apache-2.0
#include "render/caster/cell_masks.h"

#include <algorithm>
#include <atomic>

namespace volvr::render {

void CellMasks::reset(std::size_t blocks, std::span<const std::uint32_t> least_high) {
  words_.assign(2 * blocks, 0);
  least_high_.assign(least_high.begin(), least_high.end());
}

void CellMasks::take(const Float4& value_map) {
  if (value_map_ == value_map) return;
  value_map_ = value_map;
  std::ranges::fill(words_, 0);
}

// A ray may see one word of a new mask before the other. So neither may be 0 once it is made: a
// cell more that is looked into changes no picture.
void CellMasks::set(std::size_t block, std::uint64_t cells) {
  for (std::size_t half = 0; half < 2; ++half) {
    const auto word = static_cast<std::uint32_t>(cells >> (32 * half));
    std::atomic_ref(words_[2 * block + half]).store(word | 1U, std::memory_order_relaxed);
  }
}

}  // namespace volvr::render
