// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "volvr/catalog.h"

namespace volvr::dicom {

/// Values of one frame: rows × columns × samples.
std::uint64_t values_per_frame(const PixelLayout& layout);

/// Bytes of one frame as plain pixels, without padding. 64 bits: no header can make it overflow.
std::uint64_t bytes_per_frame(const PixelLayout& layout);

/// Smallest and largest number that the stored bits can hold.
struct StoredRange {
  double lowest = 0.0;
  double highest = 0.0;
};
StoredRange stored_range(const PixelLayout& layout);

}  // namespace volvr::dicom
