// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "volvr/catalog.h"

namespace volvr::dicom {

/// Values of one frame: rows × columns × samples.
std::uint64_t values_per_frame(const PixelLayout& layout);

/// Bits that a decoded value takes: those allocated, or 8 or 16 where values are packed tighter.
int decoded_bits(const PixelLayout& layout);

/// Bytes of one frame as plain pixels, without padding. 64 bits: no header can make it overflow.
std::uint64_t bytes_per_frame(const PixelLayout& layout);

/// Bytes that `frames` frames of native pixels take in a file; packed values go on over frames
/// (PS3.5 8.1.1, 8.2).
std::uint64_t stored_bytes(const PixelLayout& layout, std::uint64_t frames);

/// The layout of the whole image that the slice is a tile of; its own where it is none.
PixelLayout image_layout(const SourceInstance& slice);

/// Values of a voxel: 3 for colours, of a palette too.
int components_of(const PixelLayout& layout);

/// Smallest and largest number that the stored bits can hold.
struct StoredRange {
  double lowest = 0.0;
  double highest = 0.0;
};
StoredRange stored_range(const PixelLayout& layout);

}  // namespace volvr::dicom
