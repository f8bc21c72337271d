// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/black_out.h"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "dicom/deid/pixel_size.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

std::span<std::uint8_t> bytes_of(DcmPixelData& pixels) {
  Uint16* words = nullptr;
  Uint8* bytes = nullptr;
  if (pixels.getUint16Array(words).good() && words != nullptr) {
    return {reinterpret_cast<std::uint8_t*>(words), pixels.getLength()};
  }
  if (pixels.getUint8Array(bytes).good() && bytes != nullptr) return {bytes, pixels.getLength()};
  throw Error(ErrorCode::malformed, "Its pixels cannot be read.");
}

std::size_t bytes_per_sample(const PixelSize& size) {
  if (size.bits_allocated != 8 && size.bits_allocated != 16 && size.bits_allocated != 32) {
    throw Error(ErrorCode::unsupported,
                "Its pixels have a number of bits in which none can be "
                "changed.");
  }
  return static_cast<std::size_t>(size.bits_allocated / 8);
}

std::uint32_t darkest(const PixelSize& size, std::uint64_t sample) {
  const std::string& model = size.photometric_interpretation;
  if (model == "YBR_FULL" || model == "YBR_FULL_422") {
    return sample == 0 ? 0 : 1U << (size.bits_stored - 1);
  }
  const std::uint32_t all =
      size.bits_stored >= 32 ? ~0U : (1U << static_cast<unsigned>(size.bits_stored)) - 1U;
  const std::uint32_t sign = 1U << static_cast<unsigned>(size.bits_stored - 1);
  const bool inverted = model == "MONOCHROME1";
  if (size.is_signed) return inverted ? all >> 1U : ~(sign - 1U);
  return inverted ? all : 0;
}

}  // namespace

void decode_pixels(DcmDataset& data_set) {
  if (data_set.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).bad() ||
      !data_set.canWriteXfer(EXS_LittleEndianExplicit)) {
    throw Error(ErrorCode::unsupported,
                "Its compressed pixels cannot be decoded, so that none can be made black.", {},
                "DcmDataset::chooseRepresentation");
  }
  data_set.removeAllButCurrentRepresentations();
}

void black_out(DcmDataset& data_set, DcmPixelData& pixels, const std::vector<Rectangle>& black) {
  const PixelSize size = pixel_size(data_set);
  const std::size_t width = bytes_per_sample(size);
  if (size.photometric_interpretation == "YBR_FULL_422" || size.bits_stored == 0 ||
      size.bits_stored > size.bits_allocated) {
    throw Error(ErrorCode::unsupported,
                "Its colours are stored in a way that volvr cannot change.");
  }
  const auto bytes = bytes_of(pixels);
  if (bytes.size() < size.bytes())
    throw Error(ErrorCode::malformed, "It ends before its pixels do.");
  const auto set = [&](std::uint64_t frame, std::uint64_t row, std::uint64_t column) {
    for (std::uint64_t sample = 0; sample < size.samples; ++sample) {
      const std::uint64_t pixel = row * size.columns + column;
      const std::uint64_t area = size.rows * size.columns;
      const std::uint64_t at = size.planes ? (frame * size.samples + sample) * area + pixel
                                           : (frame * area + pixel) * size.samples + sample;
      const std::uint32_t value = darkest(size, sample);
      std::memcpy(bytes.data() + at * width, &value, width);
    }
  };
  for (const Rectangle& one : black) {
    const auto bottom = std::min<std::uint64_t>(
        size.rows, static_cast<std::uint64_t>(one.y) + static_cast<std::uint64_t>(one.height));
    const auto right = std::min<std::uint64_t>(
        size.columns, static_cast<std::uint64_t>(one.x) + static_cast<std::uint64_t>(one.width));
    for (std::uint64_t frame = 0; frame < size.frames; ++frame) {
      for (auto row = static_cast<std::uint64_t>(one.y); row < bottom; ++row) {
        for (auto column = static_cast<std::uint64_t>(one.x); column < right; ++column) {
          set(frame, row, column);
        }
      }
    }
  }
}

void clear_unused_bits(DcmDataset& data_set, DcmPixelData& pixels) {
  const PixelSize size = pixel_size(data_set);
  const std::size_t width = bytes_per_sample(size);
  if (size.bits_stored == 0 || size.bits_stored >= size.bits_allocated) return;
  Uint16 high_bit = static_cast<Uint16>(size.bits_stored - 1);
  data_set.findAndGetUint16(DCM_HighBit, high_bit);
  if (high_bit + 1U != size.bits_stored) {
    throw Error(ErrorCode::unsupported,
                "An overlay lies in bits below its pixels' own, where it cannot be taken out.");
  }
  const std::uint32_t stored = (1U << static_cast<unsigned>(size.bits_stored)) - 1U;
  const std::uint32_t sign = size.is_signed ? 1U << static_cast<unsigned>(size.bits_stored - 1) : 0;
  const auto bytes = bytes_of(pixels);
  for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, width);
    value &= stored;
    if ((value & sign) != 0) value |= ~stored;
    std::memcpy(bytes.data() + at, &value, width);
  }
}

}  // namespace volvr::dicom::deid
