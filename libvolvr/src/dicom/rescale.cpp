// SPDX-License-Identifier: Apache-2.0
#include "dicom/rescale.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "dicom/pixel_format.h"

namespace volvr::dicom {

namespace {

// Small enough for the first-level cache, so that widening within one buffer costs no copy of it.
constexpr std::size_t block = 2048;

// Products of 16-bit numbers are promoted to int and could overflow it: multiply as 32 bits.
template <class C>
using Arithmetic = std::conditional_t<(sizeof(C) < 4), std::uint32_t, C>;

// Picks the stored bits out of an allocated value and extends the sign, modulo 2^n.
template <class Stored>
struct Unpack {
  explicit Unpack(const PixelLayout& layout)
      : shift(static_cast<unsigned>(layout.high_bit + 1 - layout.bits_stored)),
        mask(static_cast<Stored>(~std::uint64_t{0} >> (64 - layout.bits_stored))),
        sign(layout.is_signed ? static_cast<Stored>(std::uint64_t{1} << (layout.bits_stored - 1))
                              : Stored{0}) {}

  // As a number of type Wide, which is unsigned and at least as wide as Stored.
  template <class Wide>
  Wide operator()(Stored raw) const {
    const auto bits = static_cast<Stored>(static_cast<Stored>(raw >> shift) & mask);
    return static_cast<Wide>(static_cast<Wide>(static_cast<Stored>(bits ^ sign)) -
                             static_cast<Wide>(sign));
  }

  unsigned shift;
  Stored mask;
  Stored sign;
};

template <class Stored, class Voxel, class F>
void for_blocks(std::span<const std::byte> raw, std::span<std::byte> voxels, const F& convert) {
  std::array<Stored, block> in;
  std::array<Voxel, block> out;
  const std::size_t count = raw.size() / sizeof(Stored);
  for (std::size_t begin = 0; begin < count; begin += block) {
    const std::size_t n = std::min(block, count - begin);
    std::memcpy(in.data(), raw.data() + begin * sizeof(Stored), n * sizeof(Stored));
    if (n == block) {  // a count that the compiler knows is worked on many at a time
      for (std::size_t i = 0; i < block; ++i) out[i] = convert(in[i]);
    } else {
      for (std::size_t i = 0; i < n; ++i) out[i] = convert(in[i]);
    }
    std::memcpy(voxels.data() + begin * sizeof(Voxel), out.data(), n * sizeof(Voxel));
  }
}

// Whole slopes and intercepts: exact modulo 2^n, since the result is known to fit.
template <class Stored, class Voxel>
void convert_whole(const PixelLayout& layout, std::span<const std::byte> raw,
                   std::span<std::byte> voxels) {
  using Wide = std::conditional_t<(sizeof(Stored) >= sizeof(Voxel)), Stored, Voxel>;
  using Number = Arithmetic<Wide>;
  const Unpack<Stored> unpack(layout);
  const auto slope = static_cast<Wide>(static_cast<std::int64_t>(layout.rescale_slope));
  const auto intercept = static_cast<Wide>(static_cast<std::int64_t>(layout.rescale_intercept));
  if (slope == 1 && unpack.shift == 0) {
    // All in the width of the stored values, of which processors take the most at a time.
    const Stored mask = unpack.mask;
    const Stored sign = unpack.sign;
    const auto offset = static_cast<Wide>(intercept - static_cast<Wide>(sign));
    for_blocks<Stored, Voxel>(raw, voxels, [=](Stored value) {
      const auto bits = static_cast<Stored>(static_cast<Stored>(value & mask) ^ sign);
      return static_cast<Voxel>(static_cast<Wide>(bits) + offset);
    });
    return;
  }
  if (slope == 1) {
    for_blocks<Stored, Voxel>(raw, voxels, [&](Stored value) {
      return static_cast<Voxel>(unpack.template operator()<Wide>(value) + intercept);
    });
    return;
  }
  for_blocks<Stored, Voxel>(raw, voxels, [&](Stored value) {
    const Number product = Number{unpack.template operator()<Wide>(value)} * Number { slope };
    return static_cast<Voxel>(product + intercept);
  });
}

template <class Stored, class Voxel>
void convert_fractional(const PixelLayout& layout, std::span<const std::byte> raw,
                        std::span<std::byte> voxels) {
  const Unpack<Stored> unpack(layout);
  const double slope = layout.rescale_slope;
  const double intercept = layout.rescale_intercept;
  // Signed numbers that hold all stored values; 32 bits where that is enough, since processors
  // convert those to floating point many at a time.
  using Wide = std::conditional_t<(sizeof(Stored) < 4), std::uint32_t, std::uint64_t>;
  for_blocks<Stored, Voxel>(raw, voxels, [&](Stored value) {
    const auto number =
        static_cast<std::make_signed_t<Wide>>(unpack.template operator()<Wide>(value));
    return static_cast<Voxel>(static_cast<double>(number) * slope + intercept);
  });
}

template <class Stored>
void convert_from(const PixelLayout& layout, VoxelType type, std::span<const std::byte> raw,
                  std::span<std::byte> voxels) {
  switch (type) {
    case VoxelType::int8:
    case VoxelType::uint8:
      return convert_whole<Stored, std::uint8_t>(layout, raw, voxels);
    case VoxelType::int16:
    case VoxelType::uint16:
      return convert_whole<Stored, std::uint16_t>(layout, raw, voxels);
    case VoxelType::int32:
    case VoxelType::uint32:
      return convert_whole<Stored, std::uint32_t>(layout, raw, voxels);
    case VoxelType::float32:
      return convert_fractional<Stored, float>(layout, raw, voxels);
    case VoxelType::float64:
      return convert_fractional<Stored, double>(layout, raw, voxels);
  }
}

template <class Stored, class Voxel>
void convert_real(const PixelLayout& layout, std::span<const std::byte> raw,
                  std::span<std::byte> voxels) {
  const double slope = layout.rescale_slope;
  const double intercept = layout.rescale_intercept;
  for_blocks<Stored, Voxel>(raw, voxels, [&](Stored value) {
    return static_cast<Voxel>(static_cast<double>(value) * slope + intercept);
  });
}

void convert_reals(const PixelLayout& layout, VoxelType type, std::span<const std::byte> raw,
                   std::span<std::byte> voxels) {
  if (layout.sample_kind == SampleKind::float64) {
    return convert_real<double, double>(layout, raw, voxels);
  }
  if (type == VoxelType::float32) return convert_real<float, float>(layout, raw, voxels);
  convert_real<float, double>(layout, raw, voxels);
}

bool changes_nothing(const PixelLayout& layout, VoxelType type) {
  const bool is_float = type == VoxelType::float32 || type == VoxelType::float64;
  return layout.bits_stored == layout.bits_allocated && layout.rescale_slope == 1.0 &&
         layout.rescale_intercept == 0.0 && !is_float &&
         bytes_per_value(type) * 8 == static_cast<std::size_t>(layout.bits_allocated);
}

}  // namespace

void to_voxels(const PixelLayout& layout, VoxelType type, std::span<const std::byte> raw,
               std::span<std::byte> voxels) {
  if (changes_nothing(layout, type)) {
    if (raw.data() != voxels.data()) std::memmove(voxels.data(), raw.data(), raw.size());
    return;
  }
  if (layout.sample_kind != SampleKind::integer) {
    return convert_reals(layout, type, raw, voxels);
  }
  switch (decoded_bits(layout)) {
    case 8:
      return convert_from<std::uint8_t>(layout, type, raw, voxels);
    case 16:
      return convert_from<std::uint16_t>(layout, type, raw, voxels);
    default:
      return convert_from<std::uint32_t>(layout, type, raw, voxels);
  }
}

}  // namespace volvr::dicom
