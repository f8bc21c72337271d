// SPDX-License-Identifier: Apache-2.0
#include "render/caster/cell_extremes.h"

#include <atomic>
#include <bit>
#include <limits>

namespace volvr::render {

void CellExtremes::forget() {
  memory_.reset();
  bytes_ = nullptr;
  blocks_ = 0;
}

// Fresh memory of this size is zero without being written: blocks that nobody sees stay imaginary.
void CellExtremes::take(std::size_t blocks, float towards, const Float4& value_map) {
  if (blocks == blocks_ && towards == towards_ && value_map == value_map_) return;
  forget();
  blocks_ = blocks;
  towards_ = towards;
  value_map_ = value_map;
  if (blocks > std::numeric_limits<std::int32_t>::max() / cells) return;
  memory_.reset(std::calloc(blocks + 2, cells));
  void* first = memory_.get();
  std::size_t room = (blocks + 2) * cells;
  bytes_ = static_cast<std::uint8_t*>(std::align(cells, (blocks + 1) * cells, first, room));
}

void CellExtremes::set(std::size_t block, const Block& made) {
  using Word = std::uint64_t;
  const auto words = std::bit_cast<std::array<Word, cells / sizeof(Word)>>(made);
  auto* to = reinterpret_cast<Word*>(bytes_ + cells * block);
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::atomic_ref(to[at]).store(words[at], std::memory_order_relaxed);
  }
}

}  // namespace volvr::render
