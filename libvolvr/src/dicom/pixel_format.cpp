// SPDX-License-Identifier: Apache-2.0
#include "dicom/pixel_format.h"

#include <cmath>

namespace volvr::dicom {

std::uint64_t values_per_frame(const PixelLayout& layout) {
  return static_cast<std::uint64_t>(layout.rows) * static_cast<std::uint64_t>(layout.columns) *
         static_cast<std::uint64_t>(layout.samples_per_pixel);
}

int decoded_bits(const PixelLayout& layout) {
  if (layout.bits_allocated == 1) return 8;
  return layout.bits_allocated == 12 ? 16 : layout.bits_allocated;
}

std::uint64_t bytes_per_frame(const PixelLayout& layout) {
  return values_per_frame(layout) * static_cast<std::uint64_t>(decoded_bits(layout) / 8);
}

std::uint64_t stored_bytes(const PixelLayout& layout, std::uint64_t frames) {
  std::uint64_t values = values_per_frame(layout) * frames;
  // Two pixels share their colours.
  if (layout.photometric_interpretation == "YBR_FULL_422") values = values / 3 * 2;
  return (values * static_cast<std::uint64_t>(layout.bits_allocated) + 7) / 8;
}

PixelLayout image_layout(const SourceInstance& slice) {
  PixelLayout layout = slice.pixels;
  if (slice.tile) {
    layout.columns = slice.tile->image_columns;
    layout.rows = slice.tile->image_rows;
  }
  return layout;
}

int components_of(const PixelLayout& layout) {
  return layout.photometric_interpretation == "PALETTE COLOR" ? 3 : layout.samples_per_pixel;
}

StoredRange stored_range(const PixelLayout& layout) {
  if (layout.is_signed) {
    const double half = std::ldexp(1.0, layout.bits_stored - 1);
    return {-half, half - 1.0};
  }
  return {0.0, std::ldexp(1.0, layout.bits_stored) - 1.0};
}

}  // namespace volvr::dicom
