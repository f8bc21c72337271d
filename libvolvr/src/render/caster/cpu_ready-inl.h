// SPDX-License-Identifier: Apache-2.0
// Blocks of voxels made ready for the samples in them.
#if defined(VOLVR_CPU_READY_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_READY_INL
#undef VOLVR_CPU_READY_INL
#else
#define VOLVR_CPU_READY_INL
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <memory>

#include "render/caster/cpu_sampling-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// What samples in a block are mixed of: of each of its voxels the value, and the differences
/// between the voxels after it and before it along x, y, z. Trilinear interpolation of these is the
/// gradient that differences of interpolated values give.
///
/// The order is x, y, z, x fastest; each of the four stands beside that of the voxel above (y + 1),
/// so that one load and one instruction mix all four along y.
struct ReadyBlock {
  static constexpr int side = BlockRanges::side;
  static constexpr int voxel = 8;
  static constexpr int row = voxel * (side + 1);
  static constexpr int layer = row * side;
  static constexpr int size = layer * (side + 1);

  alignas(64) std::array<std::int16_t, size> numbers;
};

/// Whether all of a volume's values and differences can be numbers of 16 bits.
constexpr bool can_be_ready(CpuVoxels kind) {
  return kind != CpuVoxels::float32 && kind != CpuVoxels::rgba8;
}

/// Where a sample is: in which block, in which of its cells (x + 4 y + 16 z), and how many voxels
/// from the block's first voxel along x, y, z, 0 to 4.
struct Spot {
  I block, cell;
  F3 inside;
};

/// The value between voxels and its differences around there, voxels' own numbers.
struct Near {
  F value;
  F3 difference;
};

/// Blocks made ready where rays of one thread meet them; those met last are kept.
class ReadyBlocks {
 public:
  /// Begins a picture, unless it is the one that was begun last.
  void begin(std::uint64_t picture) {
    if (picture == picture_) return;
    picture_ = picture;
    kept_.fill(-1);
  }

  /// Of the samples of `rays`; the other lanes get nothing.
  template <CpuVoxels kind>
  HWY_INLINE Near near(const Reader<kind>& reader, const Grid& grid, const Spot& spot, M rays) {
    const auto part = [](F place, I number) {
      return hn::Sub(place, hn::ConvertTo(Floats{}, hn::And(number, all_ints(side - 1))));
    };
    const I row = hn::ShiftRight<2>(spot.cell);  // of side + 1 voxels each
    const F x = part(spot.inside.x, spot.cell);
    const F z = part(spot.inside.z, hn::ShiftRight<4>(spot.cell));
    const I above = hn::NearestInt(hn::Mul(part(spot.inside.y, row), all(unit)));
    const I along_y = hn::Add(hn::Sub(hn::ShiftLeft<16>(above), above), all_ints(0x7FFF));
    const F rear = hn::Mul(z, all(1.0F / unit));
    const F front = hn::Sub(all(1.0F / unit), rear);
    const F left = hn::Sub(all(1.0F), x);
    const std::array<F, 4> weights{hn::Mul(left, front), hn::Mul(x, front), hn::Mul(left, rear),
                                   hn::Mul(x, rear)};
    const I slots = slots_of<kind>(reader, grid, spot.block, rays);
    const I offset = hn::ShiftLeft<3>(hn::Add(spot.cell, row));
    const I place = hn::MulAdd(slots, all_ints(ReadyBlock::size), offset);
    alignas(64) std::array<std::int32_t, most_lanes> places;
    hn::Store(hn::IfThenElseZero(hn::RebindMask(Ints{}, rays), place), Ints{}, places.data());
    // Row i of the four holds what lanes i, i + 4, i + 8 ... get: four numbers each.
    const std::array<F, 4> rows{
        mixed<0>(places, along_y, weights), mixed<1>(places, along_y, weights),
        mixed<2>(places, along_y, weights), mixed<3>(places, along_y, weights)};
    const F low = hn::InterleaveLower(Floats{}, rows[0], rows[2]);
    const F low_next = hn::InterleaveLower(Floats{}, rows[1], rows[3]);
    const F high = hn::InterleaveUpper(Floats{}, rows[0], rows[2]);
    const F high_next = hn::InterleaveUpper(Floats{}, rows[1], rows[3]);
    Near result;
    result.value = hn::InterleaveLower(Floats{}, low, low_next);
    result.difference = {hn::InterleaveUpper(Floats{}, low, low_next),
                         hn::InterleaveLower(Floats{}, high, high_next),
                         hn::InterleaveUpper(Floats{}, high, high_next)};
    if constexpr (kind == CpuVoxels::uint16) result.value = hn::Add(result.value, all(32768.0F));
    return result;
  }

 private:
  using Shorts = hn::FixedTag<std::int16_t, 8>;
  using Four = hn::FixedTag<std::int32_t, 4>;
  using AllShorts = hn::Repartition<std::int16_t, Floats>;
  using Row = hn::Vec<Shorts>;
  using Voxels = std::array<Row, 4>;  // of a row: values, and their differences along x, y, z

  static constexpr int side = ReadyBlock::side;
  static constexpr int slot_bits = 9;
  static constexpr std::size_t slot_count = std::size_t{1} << slot_bits;
  static constexpr float unit = 32767.0F;

  using LaneInts = std::array<std::int32_t, most_lanes>;

  // Where the blocks of `rays` are made ready.
  template <CpuVoxels kind>
  HWY_INLINE I slots_of(const Reader<kind>& reader, const Grid& grid, I block, M rays) {
    const hn::RebindToUnsigned<Ints> whole;
    const auto mixed = hn::Mul(hn::BitCast(whole, block), hn::Set(whole, 0x9E3779B1U));
    const I slots = hn::BitCast(Ints{}, hn::ShiftRight<32 - slot_bits>(mixed));
    const M missing = hn::And(rays, others_in(slots, block));
    return any(missing) ? fill<kind>(reader, grid, block, slots, missing, rays) : slots;
  }

  HWY_INLINE M others_in(I slots, I block) const {
    return hn::RebindMask(Floats{}, hn::Ne(hn::GatherIndex(Ints{}, kept_.data(), slots), block));
  }

  template <CpuVoxels kind>
  HWY_NOINLINE I fill(const Reader<kind>& reader, const Grid& grid, I block, I slots, M missing,
                      M rays) {
    if (!blocks_) blocks_ = std::make_unique<ReadyBlock[]>(slot_count + most_lanes);
    alignas(64) LaneInts numbers;
    alignas(64) LaneInts places;
    hn::Store(block, Ints{}, numbers.data());
    hn::Store(slots, Ints{}, places.data());
    for (std::uint64_t left = bits_of(missing); left != 0; left &= left - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(left));
      const auto slot = static_cast<std::size_t>(places[lane]);
      if (kept_[slot] == numbers[lane]) continue;
      kept_[slot] = numbers[lane];
      make<kind>(reader, grid, numbers[lane], blocks_[slot]);
    }
    // Where rays want two blocks in one slot, all but the last have theirs in slots of their own.
    const M displaced = hn::And(rays, others_in(slots, block));
    if (!any(displaced)) return slots;
    for (std::uint64_t left = bits_of(displaced); left != 0; left &= left - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(left));
      places[lane] = static_cast<std::int32_t>(slot_count + lane);
      make<kind>(reader, grid, numbers[lane], blocks_[slot_count + lane]);
    }
    return hn::Load(Ints{}, places.data());
  }

  // What the lanes `first`, first + 4, first + 8 ... get of the voxels around them.
  template <int first>
  HWY_INLINE F mixed(const LaneInts& places, I along_y, const std::array<F, 4>& weights) const {
    const auto* const numbers = blocks_[0].numbers.data();
    const auto pairs = hn::BitCast(AllShorts{}, hn::Broadcast<first>(along_y));
    const auto corner = [&](int offset) {
      const auto from = [&](std::size_t lane) {
        return hn::Load(Shorts{}, numbers + places[lane] + offset);
      };
      return hn::ConvertTo(Floats{},
                           hn::WidenMulPairwiseAdd(Ints{}, blocks_from<first>(from), pairs));
    };
    F sum = hn::Mul(corner(0), hn::Broadcast<first>(weights[0]));
    sum = hn::MulAdd(corner(ReadyBlock::voxel), hn::Broadcast<first>(weights[1]), sum);
    sum = hn::MulAdd(corner(ReadyBlock::layer), hn::Broadcast<first>(weights[2]), sum);
    return hn::MulAdd(corner(ReadyBlock::layer + ReadyBlock::voxel),
                      hn::Broadcast<first>(weights[3]), sum);
  }

  // A whole vector of what `from` has for the lanes first, first + 4, ...
  template <std::size_t first, class From>
  static HWY_INLINE hn::Vec<AllShorts> blocks_from(const From& from) {
    if constexpr (hn::MaxLanes(Floats{}) == 16) {
      const hn::Half<AllShorts> half;
      return hn::Combine(AllShorts{}, hn::Combine(half, from(first + 12), from(first + 8)),
                         hn::Combine(half, from(first + 4), from(first)));
    } else if constexpr (hn::MaxLanes(Floats{}) == 8) {
      return hn::Combine(AllShorts{}, from(first + 4), from(first));
    } else {
      return from(first);
    }
  }

  template <CpuVoxels kind>
  HWY_NOINLINE void make(const Reader<kind>& reader, const Grid& grid, int number,
                         ReadyBlock& block) {
    using Voxel = typename Reader<kind>::Voxel;
    const int across = (grid.nx - 1 + side - 1) / side;
    const int up = (grid.ny - 1 + side - 1) / side;
    const int x = side * (number % across);
    const int y = side * (number / across % up);
    const int z = side * (number / across / up);
    const auto* const voxels = static_cast<const Voxel*>(reader.from);
    const auto at = [&](int at_x, int at_y, int at_z) {
      const auto row = (static_cast<std::ptrdiff_t>(at_z) - grid.origin) * grid.ny + at_y;
      return voxels + row * grid.nx + at_x;
    };
    if constexpr (sizeof(Voxel) == 2) {
      const bool is_inside = x > 0 && y > 0 && z > 0 && x + 2 * side + 1 <= grid.nx &&
                             y + side + 1 < grid.ny && z + side + 1 < grid.nz;
      if (is_inside) {
        arrange<kind>(at(x, y, z), grid.nx, static_cast<std::ptrdiff_t>(grid.nx) * grid.ny, block);
        return;
      }
    }
    // Beyond the volume its edge goes on.
    constexpr int around = side + 3;
    constexpr int width = 16;
    std::array<std::int16_t, width * around * around> copy{};
    const auto inside = [](int place, int size) { return std::clamp(place, 0, size - 1); };
    for (int k = 0; k < around; ++k) {
      for (int j = 0; j < around; ++j) {
        const Voxel* const row = at(0, inside(y + j - 1, grid.ny), inside(z + k - 1, grid.nz));
        std::int16_t* const to = copy.data() + width * (around * k + j);
        for (int i = 0; i < around; ++i) {
          to[i] = static_cast<std::int16_t>(row[inside(x + i - 1, grid.nx)]);
        }
      }
    }
    arrange<kind>(copy.data() + width * (around + 1) + 1, width, width * around, block);
  }

  // @param from  the block's first voxel; those around the block can be read, too
  template <CpuVoxels kind, class Voxel>
  static HWY_INLINE void arrange(const Voxel* from, std::ptrdiff_t row, std::ptrdiff_t layer,
                                 ReadyBlock& block) {
    const auto* const voxels = reinterpret_cast<const std::int16_t*>(from);
    for (int z = 0; z <= side; ++z) {
      Voxels below = row_at<kind>(voxels + z * layer, row, layer);
      for (int y = 0; y < side; ++y) {
        const Voxels above = row_at<kind>(voxels + z * layer + (y + 1) * row, row, layer);
        store(below, above, block.numbers.data() + z * ReadyBlock::layer + y * ReadyBlock::row);
        below = above;
      }
    }
  }

  template <CpuVoxels kind>
  static HWY_INLINE Voxels row_at(const std::int16_t* at, std::ptrdiff_t row,
                                  std::ptrdiff_t layer) {
    const auto load = [&](std::ptrdiff_t offset) {
      const Row voxels = hn::LoadU(Shorts{}, at + offset);
      if constexpr (kind != CpuVoxels::uint16) return voxels;
      return hn::Xor(voxels, hn::Set(Shorts{}, std::numeric_limits<std::int16_t>::min()));
    };
    const auto difference = [&](std::ptrdiff_t step) {
      return hn::SaturatedSub(load(step), load(-step));
    };
    return {load(0), difference(1), difference(row), difference(layer)};
  }

  static HWY_INLINE void store(const Voxels& below, const Voxels& above, std::int16_t* to) {
    std::array<hn::Vec<Four>, 4> first;
    std::array<hn::Vec<Four>, 4> last;
    for (std::size_t i = 0; i < 4; ++i) {
      first[i] = hn::BitCast(Four{}, hn::InterleaveLower(Shorts{}, below[i], above[i]));
      last[i] = hn::BitCast(Four{}, hn::InterleaveUpper(Shorts{}, below[i], above[i]));
    }
    auto* const words = reinterpret_cast<std::int32_t*>(to);
    hn::StoreInterleaved4(first[0], first[1], first[2], first[3], Four{}, words);
    const auto even = hn::InterleaveLower(Four{}, last[0], last[2]);
    const auto odd = hn::InterleaveLower(Four{}, last[1], last[3]);
    hn::Store(hn::InterleaveLower(Four{}, even, odd), Four{}, words + 4 * side);
  }

  std::uint64_t picture_ = 0;
  std::array<std::int32_t, slot_count> kept_;  // which blocks they are
  std::unique_ptr<ReadyBlock[]> blocks_;       // from the first that is made on
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
