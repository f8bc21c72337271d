// SPDX-License-Identifier: Apache-2.0
// One bundle of rays: vectors of a lane a ray, for one kind of processor at a time.
#if defined(VOLVR_CPU_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_VECTORS_INL
#undef VOLVR_CPU_VECTORS_INL
#else
#define VOLVR_CPU_VECTORS_INL
#endif

#include <hwy/highway.h>

#include <cstdint>

#include "render/caster/cpu_rays.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, 16>;
using Ints = hn::RebindToSigned<Floats>;
using F = hn::Vec<Floats>;
using I = hn::Vec<Ints>;
using M = hn::Mask<Floats>;

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

/// Reads voxels as floats by their number in memory.
template <CpuVoxels kind>
struct Reader;

template <>
struct Reader<CpuVoxels::int16> {
  const void* from;
  std::int32_t bytes;
  HWY_INLINE Pair pair(I number) const {
    const I both = gathered(from, hn::ShiftLeft<1>(number));
    return {hn::ConvertTo(Floats{}, hn::ShiftRight<16>(hn::ShiftLeft<16>(both))),
            hn::ConvertTo(Floats{}, hn::ShiftRight<16>(both))};
  }
};

template <>
struct Reader<CpuVoxels::uint16> {
  const void* from;
  std::int32_t bytes;
  HWY_INLINE Pair pair(I number) const {
    const I both = gathered(from, hn::ShiftLeft<1>(number));
    const I high = hn::And(hn::ShiftRight<16>(both), all_ints(0xFFFF));
    return {hn::ConvertTo(Floats{}, hn::And(both, all_ints(0xFFFF))),
            hn::ConvertTo(Floats{}, high)};
  }
};

// Four bytes hold the pair wherever it lies, also at the very end of the memory.
template <bool is_signed>
struct ByteReader {
  const void* from;
  std::int32_t bytes;
  HWY_INLINE Pair pair(I number) const {
    const I start = hn::Min(number, all_ints(bytes - 4));
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
  const void* from;
  std::int32_t bytes;
  HWY_INLINE Pair pair(I number) const {
    const I start = hn::ShiftLeft<2>(number);
    return {hn::BitCast(Floats{}, gathered(from, start)),
            hn::BitCast(Floats{}, gathered(from, hn::Add(start, all_ints(4))))};
  }
};

/// One channel of a colour volume.
template <int channel>
struct ChannelReader {
  const void* from;
  std::int32_t bytes;
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
