// SPDX-License-Identifier: Apache-2.0
#include "render/caster/cell_masks.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>

namespace volvr::render {

namespace {

// For values that lie up to `leeway` beside those that are seen.
std::vector<std::uint32_t> widened(std::span<const std::uint32_t> least_high, std::size_t leeway) {
  std::vector<std::uint32_t> wide(least_high.size());
  for (std::size_t low = 0; low < wide.size(); ++low) {
    const std::uint32_t high = least_high[low - std::min(low, leeway)];
    wide[low] = high - std::min(high, static_cast<std::uint32_t>(leeway));
  }
  return wide;
}

}  // namespace

void CellMasks::forget() {
  words_.clear();
  pictures_alike_ = pictures_at_rest;
}

void CellMasks::see(std::size_t blocks, std::span<const std::uint32_t> least_high) {
  seen_.assign(least_high.begin(), least_high.end());
  const bool drags = std::exchange(pictures_alike_, 0) < pictures_at_rest;
  const bool serve = words_.size() == 2 * blocks &&
                     std::ranges::equal(least_high_, seen_, std::ranges::less_equal{});
  if (!serve) {
    least_high_ = drags ? widened(seen_, leeway) : seen_;
    words_.assign(2 * blocks, 0);
  }
  spare_ = least_high_ != seen_;
}

void CellMasks::stay() {
  if (pictures_alike_ < pictures_at_rest) ++pictures_alike_;
  if (pictures_alike_ < pictures_at_rest || !spare_) return;
  least_high_ = seen_;
  std::ranges::fill(words_, 0);
  spare_ = false;
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
