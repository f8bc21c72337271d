// SPDX-License-Identifier: Apache-2.0
// One bundle of rays: vectors of a lane a ray, for one kind of processor at a time.
#if defined(VOLVR_CPU_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_VECTORS_INL
#undef VOLVR_CPU_VECTORS_INL
#else
#define VOLVR_CPU_VECTORS_INL
#endif

#include <hwy/highway.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "render/caster/cpu_rays.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::RebindToSigned<Floats>;
using F = hn::Vec<Floats>;
using I = hn::Vec<Ints>;
using M = hn::Mask<Floats>;

constexpr std::size_t most_lanes = 16;
using LaneFloats = std::array<float, most_lanes>;

HWY_INLINE F all(float value) {
  return hn::Set(Floats{}, value);
}
HWY_INLINE I all_ints(int value) {
  return hn::Set(Ints{}, value);
}
HWY_INLINE M none() {
  return hn::MaskFalse(Floats{});
}
HWY_INLINE bool any(M mask) {
  return !hn::AllFalse(Floats{}, mask);
}
HWY_INLINE std::uint64_t bits_of(M mask) {
  std::array<std::uint8_t, 8> bytes{};
  hn::StoreMaskBits(Floats{}, mask, bytes.data());
  return std::bit_cast<std::uint64_t>(bytes);
}
HWY_INLINE F lerp(F a, F b, F part) {
  return hn::MulAdd(part, hn::Sub(b, a), a);
}
HWY_INLINE F clamped(F v, float low, float high) {
  return hn::Min(hn::Max(v, all(low)), all(high));
}

struct F3 {
  F x, y, z;
};

HWY_INLINE F3 at(F3 start, F3 step, F count) {
  return {hn::MulAdd(count, step.x, start.x), hn::MulAdd(count, step.y, start.y),
          hn::MulAdd(count, step.z, start.z)};
}
HWY_INLINE F dot(F3 a, F3 b) {
  return hn::MulAdd(a.x, b.x, hn::MulAdd(a.y, b.y, hn::Mul(a.z, b.z)));
}
// x, y, z combine three columns.
HWY_INLINE F3 combined(const std::array<Float4, 3>& columns, F x, F y, F z) {
  const auto row = [&](std::size_t i) {
    return hn::MulAdd(all(columns[0][i]), x,
                      hn::MulAdd(all(columns[1][i]), y, hn::Mul(all(columns[2][i]), z)));
  };
  return {row(0), row(1), row(2)};
}

/// Two voxels that follow each other along x.
struct Pair {
  F low, high;
};

HWY_INLINE I gathered(const void* from, I bytes) {
  return hn::GatherOffset(Ints{}, static_cast<const std::int32_t*>(from), bytes);
}

/// Eight bytes a lane.
struct Doubled {
  I first, second;
};
HWY_INLINE Doubled gathered_eight(const void* from, I bytes) {
  const hn::RepartitionToWide<Ints> wide;
  const auto* words = static_cast<const std::int64_t*>(from);
  const auto lower = hn::GatherOffset(wide, words, hn::PromoteLowerTo(wide, bytes));
  const auto upper = hn::GatherOffset(wide, words, hn::PromoteUpperTo(wide, bytes));
  const I low = hn::BitCast(Ints{}, lower);
  const I high = hn::BitCast(Ints{}, upper);
  return {hn::ConcatEven(Ints{}, high, low), hn::ConcatOdd(Ints{}, high, low)};
}

/// Reads voxels as floats by their number in memory, which may be negative: voxel 0 is where `from`
/// points to, anywhere in the volume, so that 32 bits address 4 GiB.
template <CpuVoxels kind>
struct Reader;

/// Voxels of 16 bits that follow each other along x are mixed by one instruction, in whole numbers:
/// weights are of 1/32767, and so is the result.
template <bool is_signed>
struct ShortReader {
  using Voxel = std::conditional_t<is_signed, std::int16_t, std::uint16_t>;
  static constexpr float unit = 32767.0F;
  struct Weights {
    I pair;
    I second, first;  // of a pair's second voxel, and of the first of the pair behind it
    I ahead, behind;  // of pairs one further and one back
  };

  const void* from;

  static HWY_INLINE Weights weights(F part, F ahead, F behind) {
    const I high = hn::NearestInt(hn::Mul(part, all(unit)));
    const I pair = pair_of(high);
    return {pair, hn::ShiftLeft<16>(pair), high, pair_of(hn::NearestInt(hn::Mul(ahead, all(unit)))),
            pair_of(hn::NearestInt(hn::Mul(behind, all(unit))))};
  }
  HWY_INLINE Pair pair(I number) const { return apart(gathered(from, hn::ShiftLeft<1>(number))); }
  HWY_INLINE F mixed(I number, const Weights& weights) const {
    return whole(times(centred(gathered(from, hn::ShiftLeft<1>(number))), weights.pair));
  }
  HWY_INLINE F mixed(I number, const Weights& weights, F& difference) const {
    const Doubled four = gathered_eight(from, hn::ShiftLeft<1>(hn::Sub(number, all_ints(1))));
    const I before = centred(four.first);
    const I after = centred(four.second);
    // At most 65535 times 32767.
    difference = hn::ConvertTo(Floats{},
                               hn::Sub(times(after, weights.ahead), times(before, weights.behind)));
    return whole(hn::Add(times(before, weights.second), times(after, weights.first)));
  }

 private:
  using Shorts = hn::Repartition<std::int16_t, Ints>;

  static HWY_INLINE I pair_of(I high) {
    return hn::Add(hn::Sub(hn::ShiftLeft<16>(high), high), all_ints(0x7FFF));
  }
  static HWY_INLINE I times(I voxels, I weights) {
    return hn::WidenMulPairwiseAdd(Ints{}, hn::BitCast(Shorts{}, voxels),
                                   hn::BitCast(Shorts{}, weights));
  }
  // What is multiplied has a sign: voxels without are counted from 32768.
  static HWY_INLINE I centred(I both) {
    if constexpr (is_signed) return both;
    return hn::Xor(both, hn::Set(Ints{}, static_cast<std::int32_t>(0x80008000U)));
  }
  static HWY_INLINE F whole(I mixed) {
    const F value = hn::ConvertTo(Floats{}, mixed);
    if constexpr (is_signed) return value;
    return hn::Add(value, all(32768.0F * unit));
  }
  static HWY_INLINE Pair apart(I both) {
    if constexpr (is_signed) {
      return {hn::ConvertTo(Floats{}, hn::ShiftRight<16>(hn::ShiftLeft<16>(both))),
              hn::ConvertTo(Floats{}, hn::ShiftRight<16>(both))};
    } else {
      const I high = hn::And(hn::ShiftRight<16>(both), all_ints(0xFFFF));
      return {hn::ConvertTo(Floats{}, hn::And(both, all_ints(0xFFFF))),
              hn::ConvertTo(Floats{}, high)};
    }
  }
};
template <>
struct Reader<CpuVoxels::int16> : ShortReader<true> {};
template <>
struct Reader<CpuVoxels::uint16> : ShortReader<false> {};

// Four bytes hold the pair wherever it lies, also at the very end of the memory.
template <bool is_signed>
struct ByteReader {
  using Voxel = std::conditional_t<is_signed, std::int8_t, std::uint8_t>;
  const void* from;
  std::int32_t last;  // where the last four bytes begin
  HWY_INLINE Pair pair(I number) const {
    const I start = hn::Min(number, all_ints(last));
    const I shift = hn::ShiftLeft<3>(hn::Sub(number, start));
    const I four = gathered(from, start);
    const hn::RebindToUnsigned<Ints> unsigned_tag;
    const I two = hn::BitCast(
        Ints{}, hn::Shr(hn::BitCast(unsigned_tag, four), hn::BitCast(unsigned_tag, shift)));
    return {value(two),
            value(hn::BitCast(Ints{}, hn::ShiftRight<8>(hn::BitCast(unsigned_tag, two))))};
  }
  static HWY_INLINE F value(I in_lowest_byte) {
    if constexpr (is_signed) {
      return hn::ConvertTo(Floats{}, hn::ShiftRight<24>(hn::ShiftLeft<24>(in_lowest_byte)));
    } else {
      return hn::ConvertTo(Floats{}, hn::And(in_lowest_byte, all_ints(0xFF)));
    }
  }
};
template <>
struct Reader<CpuVoxels::int8> : ByteReader<true> {};
template <>
struct Reader<CpuVoxels::uint8> : ByteReader<false> {};

template <>
struct Reader<CpuVoxels::float32> {
  using Voxel = float;
  const void* from;
  HWY_INLINE Pair pair(I number) const {
    const I start = hn::ShiftLeft<2>(number);
    return {hn::BitCast(Floats{}, gathered(from, start)),
            hn::BitCast(Floats{}, gathered(from, hn::Add(start, all_ints(4))))};
  }
};

/// One channel of a colour volume.
template <int channel>
struct ChannelReader {
  using Voxel = std::uint8_t;
  const void* from;
  HWY_INLINE Pair pair(I number) const {
    const I start = hn::ShiftLeft<2>(number);
    return {value(gathered(from, start)), value(gathered(from, hn::Add(start, all_ints(4))))};
  }
  static HWY_INLINE F value(I four) {
    return hn::ConvertTo(Floats{}, hn::And(hn::ShiftRight<8 * channel>(four), all_ints(0xFF)));
  }
};
template <>
struct Reader<CpuVoxels::rgba8> : ChannelReader<3> {};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
