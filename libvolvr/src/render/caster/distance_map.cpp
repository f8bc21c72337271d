// SPDX-License-Identifier: Apache-2.0
#include "render/caster/distance_map.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace volvr::render {

namespace {

constexpr int word_bits = 64;

// Blocks as bits, 64 along x in a word: growing a set by one block is a few shifts and ors.
class BitGrid {
 public:
  explicit BitGrid(const Eigen::Vector3i& blocks)
      : blocks_(blocks),
        words_((static_cast<std::size_t>(blocks[0]) + word_bits - 1) / word_bits),
        bits_(words_ * static_cast<std::size_t>(blocks[1]) * static_cast<std::size_t>(blocks[2])) {}

  std::size_t words_a_row() const { return words_; }
  std::size_t rows() const { return words_ == 0 ? 0 : bits_.size() / words_; }
  std::uint64_t* row(std::size_t at) { return bits_.data() + at * words_; }
  const std::uint64_t* row(std::size_t at) const { return bits_.data() + at * words_; }

  /// `this` becomes `from` grown by one block in all 26 directions; `scratch` is overwritten.
  void grow_from(const BitGrid& from, BitGrid& scratch) {
    for (std::size_t at = 0; at < rows(); ++at) grow_along_x(from.row(at), row(at));
    const auto ny = static_cast<std::size_t>(blocks_[1]);
    const auto nz = static_cast<std::size_t>(blocks_[2]);
    for (std::size_t z = 0; z < nz; ++z) or_neighbours(*this, scratch, z * ny, 1, ny);
    for (std::size_t y = 0; y < ny; ++y) or_neighbours(scratch, *this, y, ny, nz);
  }

 private:
  void grow_along_x(const std::uint64_t* from, std::uint64_t* to) const {
    for (std::size_t word = 0; word < words_; ++word) {
      std::uint64_t grown = from[word] | (from[word] << 1) | (from[word] >> 1);
      if (word > 0) grown |= from[word - 1] >> (word_bits - 1);
      if (word + 1 < words_) grown |= from[word + 1] << (word_bits - 1);
      to[word] = grown;
    }
    const int rest = blocks_[0] % word_bits;
    if (rest != 0) to[words_ - 1] &= (std::uint64_t{1} << rest) - 1;
  }

  // Along the line of `count` rows from `first`, `stride` rows apart.
  void or_neighbours(const BitGrid& from, BitGrid& to, std::size_t first, std::size_t stride,
                     std::size_t count) const {
    for (std::size_t at = 0; at < count; ++at) {
      const std::size_t here = first + at * stride;
      const std::uint64_t* middle = from.row(here);
      const std::uint64_t* before = at > 0 ? from.row(here - stride) : middle;
      const std::uint64_t* after = at + 1 < count ? from.row(here + stride) : middle;
      std::uint64_t* target = to.row(here);
      for (std::size_t word = 0; word < words_; ++word) {
        target[word] = before[word] | middle[word] | after[word];
      }
    }
  }

  Eigen::Vector3i blocks_;
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

// Writes `distance` for the blocks that `grown` has and `seen` has not. @return how many
std::size_t mark_new(const BitGrid& grown, const BitGrid& seen, std::uint8_t distance,
                     DistanceMap& map) {
  const auto nx = static_cast<std::size_t>(map.blocks[0]);
  std::size_t marked = 0;
  for (std::size_t row = 0; row < grown.rows(); ++row) {
    for (std::size_t word = 0; word < grown.words_a_row(); ++word) {
      std::uint64_t fresh = grown.row(row)[word] & ~seen.row(row)[word];
      marked += static_cast<std::size_t>(std::popcount(fresh));
      std::uint8_t* const target = map.distance.data() + row * nx + word * word_bits;
      for (; fresh != 0; fresh &= fresh - 1) target[std::countr_zero(fresh)] = distance;
    }
  }
  return marked;
}

template <class Sees>
DistanceMap map_of(const BlockRanges& ranges, Sees&& sees) {
  DistanceMap map;
  map.blocks = ranges.blocks;
  map.distance.assign(ranges.count() + 3, farthest_block);
  BitGrid seen(ranges.blocks);
  const auto nx = static_cast<std::size_t>(ranges.blocks[0]);
  for (std::size_t row = 0; row < seen.rows(); ++row) {
    for (std::size_t x = 0; x < nx; ++x) {
      const std::size_t at = row * nx + x;
      if (!sees(ranges.low[at], ranges.high[at])) continue;
      seen.row(row)[x / word_bits] |= std::uint64_t{1} << (x % word_bits);
      map.distance[at] = 0;
      ++map.occupied;
    }
  }
  if (map.occupied == 0) return map;
  std::size_t left = ranges.count() - map.occupied;
  BitGrid grown(ranges.blocks);
  BitGrid scratch(ranges.blocks);
  for (int distance = 1; distance < farthest_block && left > 0; ++distance) {
    grown.grow_from(seen, scratch);
    left -= mark_new(grown, seen, static_cast<std::uint8_t>(distance), map);
    std::swap(grown, seen);
  }
  return map;
}

}  // namespace

VisibleRanges::VisibleRanges(std::span<const float> opacities)
    : before_(opacities.size() + 1), entries_(static_cast<double>(opacities.size())) {
  for (std::size_t at = 0; at < opacities.size(); ++at) {
    before_[at + 1] = before_[at] + (opacities[at] > 0.0F ? 1U : 0U);
  }
}

std::size_t VisibleRanges::first(std::uint16_t low) const {
  const double place = std::floor(low / 65535.0 * entries_ - 0.5);
  return static_cast<std::size_t>(std::clamp(place, 0.0, entries_ - 1.0));
}

std::size_t VisibleRanges::last(std::uint16_t high) const {
  const double place = std::floor(high / 65535.0 * entries_ - 0.5) + 1.0;
  return static_cast<std::size_t>(std::clamp(place, 0.0, entries_ - 1.0));
}

DistanceMap distance_map(const BlockRanges& ranges, const VisibleRanges& visible) {
  return map_of(ranges,
                [&](std::uint16_t low, std::uint16_t high) { return visible.any(low, high); });
}

DistanceMap distance_map(const BlockRanges& ranges, std::span<const double> values) {
  return map_of(ranges, [&](std::uint16_t low, std::uint16_t high) {
    return std::ranges::any_of(values, [&](double value) {
      return low <= std::ceil(value * 65535.0) && std::floor(value * 65535.0) <= high;
    });
  });
}

}  // namespace volvr::render
