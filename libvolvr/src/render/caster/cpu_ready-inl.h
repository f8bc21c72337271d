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
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>

#include "render/caster/cpu_sampling-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// What samples in a block are mixed of: of each of its voxels the value, and the differences
/// between the voxels after it and before it along x, y, z. Trilinear interpolation of these is the
/// gradient that differences of interpolated values give, one voxel to either side.
///
/// The order is x, y, z, x fastest; each of the four stands beside that of the voxel above (y + 1),
/// so that one load and one instruction mix all four of a voxel and of the next along y.
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
  void begin(std::uint64_t picture, const Beyond& beyond) {
    if (picture == picture_) return;
    picture_ = picture;
    kept_.fill(-1);
    asked_.fill(-1);
    factors_ = Factors(beyond);
  }

  /// Of the samples of `rays`; the other lanes get nothing.
  template <CpuVoxels kind>
  HWY_INLINE Near near(const Reader<kind>& reader, const Grid& grid, const Spot& spot, M rays) {
    const auto part = [](F place, I number) {
      return hn::Sub(place, hn::ConvertTo(Floats{}, hn::And(number, all_ints(side - 1))));
    };
    const I row = hn::ShiftRight<2>(spot.cell);  // of side + 1 voxels each
    const I above = hn::NearestInt(hn::Mul(part(spot.inside.y, row), all(unit)));
    const I weights = hn::Add(hn::Sub(hn::ShiftLeft<16>(above), above), all_ints(0x7FFF));
    const Place place{part(spot.inside.x, spot.cell), hn::BitCast(Floats{}, weights),
                      part(spot.inside.z, hn::ShiftRight<4>(spot.cell))};
    const I slots = slots_of<kind>(reader, grid, spot.block, rays);
    const I offset = hn::ShiftLeft<3>(hn::Add(spot.cell, row));
    const I number = hn::MulAdd(slots, all_ints(ReadyBlock::size), offset);
    hn::Store(hn::IfThenElseZero(hn::RebindMask(Ints{}, rays), number), Ints{}, places_.data());
    // Row i of the four holds what lanes i, i + 4, i + 8 ... get: four numbers each.
    const std::array<F, 4> rows{mixed<0>(place), mixed<1>(place), mixed<2>(place), mixed<3>(place)};
    const F low = hn::InterleaveLower(Floats{}, rows[0], rows[2]);
    const F low_next = hn::InterleaveLower(Floats{}, rows[1], rows[3]);
    const F high = hn::InterleaveUpper(Floats{}, rows[0], rows[2]);
    const F high_next = hn::InterleaveUpper(Floats{}, rows[1], rows[3]);
    Near result;
    result.difference = {hn::InterleaveLower(Floats{}, low, low_next),
                         hn::InterleaveUpper(Floats{}, high, high_next),
                         hn::InterleaveUpper(Floats{}, low, low_next)};
    result.value = hn::InterleaveLower(Floats{}, high, high_next);
    if constexpr (kind == CpuVoxels::uint16) result.value = hn::Add(result.value, all(32768.0F));
    return result;
  }

 private:
  using Shorts = hn::FixedTag<std::int16_t, 8>;
  using Four = hn::FixedTag<std::int32_t, 4>;
  using AllShorts = hn::Repartition<std::int16_t, Floats>;
  using Row = hn::Vec<Shorts>;
  struct Voxels {
    Row value, x, y, z;  // of a row, and differences
  };

  static constexpr int side = ReadyBlock::side;
  static constexpr int slot_bits = 9;
  static constexpr std::size_t slot_count = std::size_t{1} << slot_bits;
  static constexpr float unit = 32767.0F;

  using LaneInts = std::array<std::int32_t, most_lanes>;

  struct Place {
    F x;
    F along_y;  // the bits of a pair's weights
    F z;
  };

  // Factors of the four numbers (differences along x and z, value, difference along y) of a voxel
  // and of the next along x. Of a difference that reaches further than one voxel, by e: the weights
  // of its two ends are more by e each, and 2 e of the cell's own change come off.
  struct Factors {
    Factors() : Factors(Beyond{}) {}
    explicit Factors(const Beyond& beyond) {
      for (std::size_t i = 0; i < most_lanes; ++i) {
        const bool is_next = (i / 4) % 2 == 1;
        const bool is_x = i % 4 == 0;
        const bool is_z = i % 4 == 1;
        const float sign = is_next ? 1.0F : -1.0F;
        x_slope[i] = sign / unit;
        x_weight[i] = ((is_next ? 0.0F : 1.0F) + (is_x ? beyond.x : 0.0F)) / unit;
        z_weight[i] = is_z ? beyond.z : 0.0F;
        z_sum[i] = 1.0F + 2.0F * z_weight[i];
        own_x[i] = is_x ? -2.0F * sign * beyond.x / unit : 0.0F;
        own_z[i] = is_z ? -2.0F * beyond.z : 0.0F;
      }
      own_y = static_cast<std::int16_t>(std::lround(65536.0F * beyond.y));
    }

    alignas(64) LaneFloats x_slope, x_weight, z_weight, z_sum, own_x, own_z;
    std::int16_t own_y;  // of half of what is added along y; 32768 is 1
  };

  // Where the blocks of `rays` are made ready. Most are those asked for before, by the same rays.
  template <CpuVoxels kind>
  HWY_INLINE I slots_of(const Reader<kind>& reader, const Grid& grid, I block, M rays) {
    const M others = hn::RebindMask(Floats{}, hn::Ne(hn::Load(Ints{}, asked_.data()), block));
    if (any(hn::And(rays, others))) find<kind>(reader, grid, block, rays);
    return hn::Load(Ints{}, slots_.data());
  }

  template <CpuVoxels kind>
  HWY_INLINE void find(const Reader<kind>& reader, const Grid& grid, I block, M rays) {
    const hn::RebindToUnsigned<Ints> whole;
    const auto mixed = hn::Mul(hn::BitCast(whole, block), hn::Set(whole, 0x9E3779B1U));
    const I slots = hn::BitCast(Ints{}, hn::ShiftRight<32 - slot_bits>(mixed));
    hn::Store(slots, Ints{}, slots_.data());
    hn::Store(hn::IfThenElse(hn::RebindMask(Ints{}, rays), block, all_ints(-1)), Ints{},
              asked_.data());
    const M missing = hn::And(rays, others_in(slots, block));
    if (any(missing)) fill<kind>(reader, grid, block, slots, missing, rays);
  }

  HWY_INLINE M others_in(I slots, I block) const {
    return hn::RebindMask(Floats{}, hn::Ne(hn::GatherIndex(Ints{}, kept_.data(), slots), block));
  }

  template <CpuVoxels kind>
  HWY_NOINLINE void fill(const Reader<kind>& reader, const Grid& grid, I block, I slots, M missing,
                         M rays) {
    if (!blocks_) blocks_ = std::make_unique<ReadyBlock[]>(slot_count + most_lanes);
    const auto& numbers = asked_;
    for (std::uint64_t left = bits_of(missing); left != 0; left &= left - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(left));
      const auto slot = static_cast<std::size_t>(slots_[lane]);
      if (kept_[slot] == numbers[lane]) continue;
      kept_[slot] = numbers[lane];
      make<kind>(reader, grid, numbers[lane], blocks_[slot]);
    }
    // Where rays want two blocks in one slot, all but the last have theirs in slots of their own.
    const M displaced = hn::And(rays, others_in(slots, block));
    for (std::uint64_t left = bits_of(displaced); left != 0; left &= left - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(left));
      slots_[lane] = static_cast<std::int32_t>(slot_count + lane);
      make<kind>(reader, grid, numbers[lane], blocks_[slot_count + lane]);
    }
  }

  // What the lanes `first`, first + 4, first + 8 ... get of the voxels around them.
  template <std::size_t first>
  HWY_INLINE F mixed(const Place& place) const {
    if constexpr (hn::MaxLanes(Floats{}) == 4) {
      return hn::Add(along_z<first, 0>(place), along_z<first, 4>(place));
    } else {
      const F one = along_z<first, 0>(place);
      const F other = along_z<first + 4, 0>(place);
      return hn::Add(hn::OddEvenBlocks(other, one),
                     hn::SwapAdjacentBlocks(hn::OddEvenBlocks(one, other)));
    }
  }

  // What the voxels there and those behind them have for the lanes `first` and first + 8, still
  // apart in those there and the next along x; only from number `part` of the eight on where fewer
  // are in a vector.
  template <std::size_t first, std::size_t part>
  HWY_INLINE F along_z(const Place& place) const {
    const auto factor = [](const LaneFloats& factors) {
      return hn::Load(Floats{}, factors.data() + part);
    };
    alignas(64) static constexpr LaneInts lanes{
        first,     first,     first,     first,     first,     first,     first,     first,
        first + 8, first + 8, first + 8, first + 8, first + 8, first + 8, first + 8, first + 8};
    const auto lane = hn::SetTableIndices(Floats{}, lanes.data());
    const auto of_lanes = [&](F v) { return hn::TableLookupLanes(v, lane); };
    const F x = hn::MulAdd(of_lanes(place.x), factor(factors_.x_slope), factor(factors_.x_weight));
    const F behind = hn::Add(of_lanes(place.z), factor(factors_.z_weight));
    const F before = hn::Sub(factor(factors_.z_sum), behind);
    const auto pairs = hn::BitCast(AllShorts{}, of_lanes(place.along_y));
    const auto along_y = [&](int offset) {
      const auto voxels = voxels_at<first, 2 * part>(offset);
      return hn::ConvertTo(Floats{}, hn::WidenMulPairwiseAdd(Ints{}, voxels, pairs));
    };
    const F front = along_y(0);
    const F rear = along_y(ReadyBlock::layer);
    const F sum = hn::MulAdd(rear, behind, hn::Mul(front, before));
    // What comes off: of each block's two values there, for the differences along x and z.
    const F own = hn::InterleaveUpper(Floats{}, sum, hn::Sub(rear, front));
    const F of_own = hn::MulAdd(x, factor(factors_.own_z), factor(factors_.own_x));
    return hn::MulAdd(sum, x, hn::Mul(own, of_own));
  }

  template <std::size_t first, std::size_t part>
  HWY_INLINE hn::Vec<AllShorts> voxels_at(int offset) const {
    const auto* const from = blocks_[0].numbers.data() + offset + part;
    if constexpr (hn::MaxLanes(Floats{}) == 16) {
      const hn::Half<AllShorts> half;
      return hn::Combine(AllShorts{}, hn::LoadU(half, from + places_[first + 8]),
                         hn::LoadU(half, from + places_[first]));
    } else {
      return hn::LoadU(AllShorts{}, from + places_[first]);
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
        arrange<kind>(at(x, y, z), grid.nx, static_cast<std::ptrdiff_t>(grid.nx) * grid.ny,
                      factors_.own_y, block);
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
    arrange<kind>(copy.data() + width * (around + 1) + 1, width, width * around, factors_.own_y,
                  block);
  }

  // @param from  the block's first voxel; those around the block can be read, too
  template <CpuVoxels kind, class Voxel>
  static HWY_INLINE void arrange(const Voxel* from, std::ptrdiff_t row, std::ptrdiff_t layer,
                                 std::int16_t own_y, ReadyBlock& block) {
    const auto* const voxels = reinterpret_cast<const std::int16_t*>(from);
    for (int z = 0; z <= side; ++z) {
      Voxels below = row_at<kind>(voxels + z * layer, row, layer);
      for (int y = 0; y < side; ++y) {
        const Voxels above = row_at<kind>(voxels + z * layer + (y + 1) * row, row, layer);
        store(below, above, own_y,
              block.numbers.data() + z * ReadyBlock::layer + y * ReadyBlock::row);
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

  // @param own_y  how much of half the changes beyond a pair's two voxels is added to its
  // differences
  static HWY_INLINE void store(const Voxels& below, const Voxels& above, std::int16_t own_y,
                               std::int16_t* to) {
    const auto halved = [](Row row) { return hn::ShiftRight<1>(row); };
    const Row around =
        hn::Sub(hn::Add(halved(below.y), halved(above.y)), hn::Sub(above.value, below.value));
    const Row more = hn::MulFixedPoint15(around, hn::Set(Shorts{}, own_y));
    const std::array<Row, 4> lower{below.x, below.z, below.value, hn::SaturatedAdd(below.y, more)};
    const std::array<Row, 4> upper{above.x, above.z, above.value, hn::SaturatedAdd(above.y, more)};
    std::array<hn::Vec<Four>, 4> first;
    std::array<hn::Vec<Four>, 4> last;
    for (std::size_t i = 0; i < 4; ++i) {
      first[i] = hn::BitCast(Four{}, hn::InterleaveLower(Shorts{}, lower[i], upper[i]));
      last[i] = hn::BitCast(Four{}, hn::InterleaveUpper(Shorts{}, lower[i], upper[i]));
    }
    auto* const words = reinterpret_cast<std::int32_t*>(to);
    hn::StoreInterleaved4(first[0], first[1], first[2], first[3], Four{}, words);
    const auto even = hn::InterleaveLower(Four{}, last[0], last[2]);
    const auto odd = hn::InterleaveLower(Four{}, last[1], last[3]);
    hn::Store(hn::InterleaveLower(Four{}, even, odd), Four{}, words + 4 * side);
  }

  std::uint64_t picture_ = 0;
  Factors factors_;
  std::array<std::int32_t, slot_count> kept_;  // which blocks they are
  std::unique_ptr<ReadyBlock[]> blocks_;       // from the first that is made on
  alignas(64) LaneInts places_;                // of samples, in the blocks' numbers
  alignas(64) LaneInts asked_;                 // the blocks of find()'s rays, -1 of the others
  alignas(64) LaneInts slots_;                 // where they are
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
