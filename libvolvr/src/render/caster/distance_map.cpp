// SPDX-License-Identifier: Apache-2.0
#include "render/caster/distance_map.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <optional>

#include "core/crew.h"
#include "core/parallel.h"

namespace volvr::render {

namespace {

constexpr int word_bits = 64;

// Blocks as bits, 64 along x in a word: growing a set by one block is a few shifts and ors.
class BitGrid {
 public:
  explicit BitGrid(const Eigen::Vector3i& blocks)
      : words_((static_cast<std::size_t>(blocks[0]) + word_bits - 1) / word_bits),
        layer_(words_ * static_cast<std::size_t>(blocks[1])),
        layers_(static_cast<std::size_t>(blocks[2])),
        bits_(layer_ * layers_) {
    const int rest = blocks[0] % word_bits;
    if (rest != 0) in_last_ = (std::uint64_t{1} << rest) - 1;
  }

  std::size_t words_a_row() const { return words_; }
  std::uint64_t* row(std::size_t at) { return bits_.data() + at * words_; }
  const std::uint64_t* layer(std::size_t z) const { return bits_.data() + z * layer_; }

  /// One layer of `this` becomes that of `from`, grown by one block along x and y; the layer of
  /// `scratch` is overwritten.
  void grow_layer(const BitGrid& from, BitGrid& scratch, std::size_t z) {
    std::uint64_t* const along_x = scratch.bits_.data() + z * layer_;
    grow_along_x(from.layer(z), along_x);
    std::uint64_t* const to = bits_.data() + z * layer_;
    const std::size_t last = layer_ - words_;
    for (std::size_t at = 0; at < layer_; ++at) {
      const std::uint64_t before = at >= words_ ? along_x[at - words_] : 0;
      const std::uint64_t after = at < last ? along_x[at + words_] : 0;
      to[at] = before | along_x[at] | after;
    }
  }

  /// One layer of `this` becomes that of `from`, grown by one block along z.
  void grow_between_layers(const BitGrid& from, std::size_t z) {
    const std::uint64_t* const middle = from.layer(z);
    const std::uint64_t* const before = z > 0 ? from.layer(z - 1) : middle;
    const std::uint64_t* const after = z + 1 < layers_ ? from.layer(z + 1) : middle;
    std::uint64_t* const to = bits_.data() + z * layer_;
    for (std::size_t at = 0; at < layer_; ++at) to[at] = before[at] | middle[at] | after[at];
  }

 private:
  void grow_along_x(const std::uint64_t* from, std::uint64_t* to) const {
    for (std::size_t row = 0; row < layer_; row += words_, from += words_, to += words_) {
      std::uint64_t before = 0;
      for (std::size_t word = 0; word < words_; ++word) {
        const std::uint64_t own = from[word];
        const std::uint64_t after = word + 1 < words_ ? from[word + 1] : 0;
        to[word] = own | own << 1 | own >> 1 | before >> (word_bits - 1) | after << (word_bits - 1);
        before = own;
      }
      to[words_ - 1] &= in_last_;
    }
  }

  std::size_t words_;   // a row
  std::size_t layer_;   // words
  std::size_t layers_;
  std::uint64_t in_last_ = ~std::uint64_t{0};  // bits of a row's last word that are blocks
  std::vector<std::uint64_t> bits_;
};

// Writes `distance` for the blocks of a layer that `grown` has and `seen` has not. @return how many
std::size_t mark_new(const BitGrid& grown, const BitGrid& seen, std::size_t z,
                     std::uint8_t distance, DistanceMap& map) {
  const auto nx = static_cast<std::size_t>(map.blocks[0]);
  const auto ny = static_cast<std::size_t>(map.blocks[1]);
  const std::uint64_t* now = grown.layer(z);
  const std::uint64_t* then = seen.layer(z);
  std::size_t marked = 0;
  for (std::size_t row = z * ny; row < (z + 1) * ny; ++row) {
    for (std::size_t word = 0; word < grown.words_a_row(); ++word) {
      std::uint64_t fresh = *now++ & ~*then++;
      if (fresh == 0) continue;
      std::uint8_t* const target = map.distance.data() + row * nx + word * word_bits;
      if (fresh == ~std::uint64_t{0}) {
        std::fill_n(target, word_bits, distance);
        marked += word_bits;
        continue;
      }
      for (; fresh != 0; fresh &= fresh - 1, ++marked) target[std::countr_zero(fresh)] = distance;
    }
  }
  return marked;
}

// Finds the blocks of a row in which something can be seen. @return how many
template <class Sees>
std::size_t see_row(const BlockRanges& ranges, const Sees& sees, std::size_t row, BitGrid& seen,
                    DistanceMap& map) {
  const auto nx = static_cast<std::size_t>(ranges.blocks[0]);
  const std::uint16_t* const low = ranges.low.data() + row * nx;
  const std::uint16_t* const high = ranges.high.data() + row * nx;
  std::uint8_t* const distance = map.distance.data() + row * nx;
  std::size_t count = 0;
  for (std::size_t word = 0; word < seen.words_a_row(); ++word) {
    const std::size_t first = word * word_bits;
    const std::size_t end = std::min(first + word_bits, nx);
    std::uint64_t bits = 0;
    for (std::size_t x = first; x < end; ++x) {
      const bool is_seen = sees(low[x], high[x]);
      bits |= std::uint64_t{is_seen ? 1U : 0U} << (x - first);
      distance[x] = is_seen ? 0 : farthest_block;
    }
    seen.row(row)[word] = bits;
    count += static_cast<std::size_t>(std::popcount(bits));
  }
  return count;
}

template <class Sees>
DistanceMap map_of(const BlockRanges& ranges, const Sees& sees) {
  constexpr std::size_t few_blocks = 1 << 15;  // that are not worth a thread
  DistanceMap map;
  map.blocks = ranges.blocks;
  map.distance.resize(ranges.count() + 3, farthest_block);
  const auto ny = static_cast<std::size_t>(ranges.blocks[1]);
  const auto nz = static_cast<std::size_t>(ranges.blocks[2]);
  const int threads = ranges.count() < few_blocks ? 1 : thread_count(0, nz);
  std::optional<Crew> crew;
  if (Crew::here() == nullptr) crew.emplace(threads);
  BitGrid seen(ranges.blocks);
  std::atomic<std::size_t> found = 0;
  parallel_for(nz, threads, [&](std::size_t z) {
    std::size_t count = 0;
    for (std::size_t row = z * ny; row < (z + 1) * ny; ++row) {
      count += see_row(ranges, sees, row, seen, map);
    }
    found += count;
  });
  map.occupied = found;
  if (map.occupied == 0) return map;
  BitGrid flat(ranges.blocks);
  BitGrid grown(ranges.blocks);
  for (int distance = 1; distance < farthest_block && found < ranges.count(); ++distance) {
    parallel_for(nz, threads, [&](std::size_t z) { flat.grow_layer(seen, grown, z); });
    parallel_for(nz, threads, [&](std::size_t z) {
      grown.grow_between_layers(flat, z);
      found += mark_new(grown, seen, z, static_cast<std::uint8_t>(distance), map);
    });
    std::swap(grown, seen);
  }
  return map;
}

}  // namespace

VisibleRanges::VisibleRanges(std::span<const float> opacities)
    : before_(opacities.size() + 1),
      entries_(static_cast<double>(opacities.size())),
      least_high_(values) {
  for (std::size_t at = 0; at < opacities.size(); ++at) {
    before_[at + 1] = before_[at] + (opacities[at] > 0.0F ? 1U : 0U);
  }
  // Both the entry that a value is seen by and the value that reaches it rise with `low`.
  std::size_t entry = 0;
  std::uint32_t high = 0;
  for (std::uint32_t low = 0; low < values; ++low) {
    entry = std::max(entry, first(low));
    while (entry < opacities.size() && !(opacities[entry] > 0.0F)) ++entry;
    if (entry == opacities.size()) high = values;
    while (high < values && last(high) < entry) ++high;
    least_high_[low] = high;
  }
}

// Of a place in the table, how many entries lie before it; std::floor is a call on older processors.
std::size_t VisibleRanges::first(std::uint32_t low) const {
  const double place = low / 65535.0 * entries_ - 0.5;
  return place > 0.0 ? static_cast<std::size_t>(std::min(place, entries_ - 1.0)) : 0;
}

std::size_t VisibleRanges::last(std::uint32_t high) const {
  const double place = high / 65535.0 * entries_ - 0.5;
  return place >= 0.0 ? static_cast<std::size_t>(std::min(place + 1.0, entries_ - 1.0)) : 0;
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
