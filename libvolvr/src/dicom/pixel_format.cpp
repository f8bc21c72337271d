// SPDX-License-Identifier: Apache-2.0
#include "dicom/pixel_format.h"

#include <cmath>

namespace volvr::dicom {

std::uint64_t values_per_frame(const PixelLayout& layout) {
  return static_cast<std::uint64_t>(layout.rows) * static_cast<std::uint64_t>(layout.columns) *
         static_cast<std::uint64_t>(layout.samples_per_pixel);
}

std::uint64_t bytes_per_frame(const PixelLayout& layout) {
  return values_per_frame(layout) * static_cast<std::uint64_t>(layout.bits_allocated / 8);
}

StoredRange stored_range(const PixelLayout& layout) {
  if (layout.is_signed) {
    const double half = std::ldexp(1.0, layout.bits_stored - 1);
    return {-half, half - 1.0};
  }
  return {0.0, std::ldexp(1.0, layout.bits_stored) - 1.0};
}

}  // namespace volvr::dicom
