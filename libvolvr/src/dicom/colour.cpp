// SPDX-License-Identifier: Apache-2.0
#include "dicom/colour.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "dicom/encoding.h"
#include "dicom/pixel_format.h"

namespace volvr::dicom {

namespace {

std::byte rounded(double value) {
  return static_cast<std::byte>(static_cast<int>(std::clamp(value, 0.0, 255.0) + 0.5));
}

}  // namespace

ColourStep colour_step(const PixelLayout& layout) {
  const std::string_view model = layout.photometric_interpretation;
  const Coding coding = coding_of(layout.transfer_syntax_uid);
  if (model == "PALETTE COLOR") {
    return layout.samples_per_pixel == 1 ? ColourStep::from_palette : ColourStep::unknown;
  }
  if (layout.samples_per_pixel == 1) return ColourStep::none;
  if (model == "RGB") return ColourStep::none;
  const bool is_ybr = model == "YBR_FULL" || model == "YBR_FULL_422";
  if (coding == Coding::jpeg) return is_ybr ? ColourStep::none : ColourStep::unknown;
  if (coding == Coding::jpeg_2000 && (model == "YBR_RCT" || model == "YBR_ICT")) {
    return ColourStep::none;
  }
  if (model == "YBR_FULL_422" && coding != Coding::native && coding != Coding::deflated) {
    return ColourStep::unknown;
  }
  return is_ybr && layout.bits_allocated == 8 ? ColourStep::from_ybr : ColourStep::unknown;
}

bool is_in_planes(const PixelLayout& layout) {
  const Coding coding = coding_of(layout.transfer_syntax_uid);
  return layout.samples_per_pixel == 3 && layout.planar_configuration == 1 &&
         (coding == Coding::native || coding == Coding::deflated ||
          coding == Coding::encapsulated_native);
}

void join_planes(std::span<const std::byte> planes, std::size_t width,
                 std::span<std::byte> pixels) {
  const std::size_t count = planes.size() / 3 / width;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      std::memcpy(pixels.data() + (3 * i + c) * width, planes.data() + (c * count + i) * width,
                  width);
    }
  }
}

void ybr_to_rgb(std::span<std::byte> pixels) {
  for (std::size_t i = 0; i + 2 < pixels.size(); i += 3) {
    const double y = std::to_integer<int>(pixels[i]);
    const double blue = std::to_integer<int>(pixels[i + 1]) - 128.0;
    const double red = std::to_integer<int>(pixels[i + 2]) - 128.0;
    pixels[i] = rounded(y + 1.402 * red);
    pixels[i + 1] = rounded(y - 0.344136 * blue - 0.714136 * red);
    pixels[i + 2] = rounded(y + 1.772 * blue);
  }
}

void apply_palette(const Palette& palette, const PixelLayout& layout,
                   std::span<const std::byte> stored, std::span<std::byte> pixels) {
  const bool wide_values = decoded_bits(layout) == 16;
  const bool wide_entries = layout.palette_bits > 8;
  const int last = static_cast<int>(palette.channels[0].size()) - 1;
  const std::size_t count = stored.size() / (wide_values ? 2 : 1);
  for (std::size_t i = 0; i < count; ++i) {
    int value = 0;
    if (wide_values) {
      std::uint16_t word = 0;
      std::memcpy(&word, stored.data() + 2 * i, sizeof word);
      value = layout.is_signed ? static_cast<std::int16_t>(word) : word;
    } else {
      value = std::to_integer<int>(stored[i]);
    }
    const auto entry = static_cast<std::size_t>(std::clamp(value - palette.first, 0, last));
    for (std::size_t c = 0; c < 3; ++c) {
      const std::uint16_t colour = palette.channels[c][entry];
      if (wide_entries) {
        std::memcpy(pixels.data() + (3 * i + c) * 2, &colour, sizeof colour);
      } else {
        pixels[3 * i + c] = static_cast<std::byte>(colour & 0xff);
      }
    }
  }
}

}  // namespace volvr::dicom
