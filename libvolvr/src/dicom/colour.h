// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "dicom/palette.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

/// What must be done to a frame's colours after decoding.
enum class ColourStep {
  none,         ///< grey, or RGB already
  from_ybr,     ///< YBR_FULL, also of the 4:2:2 kind (PS3.3 C.7.6.3.1.2)
  from_palette,
  unknown,      ///< no colour model that can be made RGB
};

/// Which step the layout needs. JPEG's and JPEG 2000's own colour transforms are undone by their
/// decoders.
ColourStep colour_step(const PixelLayout& layout);

/// Whether native pixels keep the three colours in planes of their own.
bool is_in_planes(const PixelLayout& layout);

/// Planes of one colour each as pixels of three. The two must not overlap.
/// @param width  bytes of a sample
void join_planes(std::span<const std::byte> planes, std::size_t width,
                 std::span<std::byte> pixels);

/// Eight bits a sample, in place.
void ybr_to_rgb(std::span<std::byte> pixels);

/// The colours of stored values of 8 or 16 bits.
/// @param bits   of an entry: 8 gives bytes, 16 words
void apply_palette(const Palette& palette, const PixelLayout& layout,
                   std::span<const std::byte> stored, std::span<std::byte> pixels);

}  // namespace volvr::dicom
