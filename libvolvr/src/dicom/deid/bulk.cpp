// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/bulk.h"

#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <optional>

namespace volvr::dicom::deid {

namespace {

constexpr Tag red_palette = 0x00281201, blue_palette = 0x00281203, lut_data = 0x00283006,
              waveform_data = 0x54001010, spectroscopy_data = 0x56000020,
              vector_grid_data = 0x00640009;

std::uint64_t word(DcmItem& item, const DcmTagKey& key, unsigned long at = 0) {
  Uint16 value = 0;
  if (item.findAndGetUint16(key, value, at).good()) return value;
  Sint16 signed_value = 0;
  return item.findAndGetSint16(key, signed_value, at).good() && signed_value >= 0
             ? static_cast<std::uint64_t>(signed_value)
             : 0;
}

std::uint64_t long_word(DcmItem& item, const DcmTagKey& key, unsigned long at = 0) {
  Uint32 value = 0;
  return item.findAndGetUint32(key, value, at).good() ? value : 0;
}

std::uint64_t count(DcmItem& item, const DcmTagKey& key, std::uint64_t otherwise) {
  Sint32 value = 0;
  return item.findAndGetSint32(key, value).good() && value > 0 ? static_cast<std::uint64_t>(value)
                                                               : otherwise;
}

// Bytes of a table that a descriptor tells: entries (0: 65536), first value, bits.
bool is_table(DcmItem& item, const DcmTagKey& descriptor, std::uint64_t length) {
  if (!item.tagExistsWithValue(descriptor)) return false;
  const std::uint64_t named = word(item, descriptor, 0);
  const std::uint64_t entries = named == 0 ? 65536 : named;
  const std::uint64_t bits = word(item, descriptor, 2);
  return length == 2 * entries || (bits == 8 && length == entries + entries % 2);
}

bool is_palette_image(DcmItem& item) {
  OFString kind;
  OFString presentation;
  item.findAndGetOFString(DCM_PhotometricInterpretation, kind);
  item.findAndGetOFString(DCM_PixelPresentation, presentation);
  return kind == "PALETTE COLOR" || presentation == "COLOR" || presentation == "MIXED";
}

bool is_waveform(DcmItem& item, std::uint64_t length) {
  const std::uint64_t bytes = word(item, DCM_WaveformBitsAllocated) / 8;
  const std::uint64_t samples =
      word(item, DCM_NumberOfWaveformChannels) * long_word(item, DCM_NumberOfWaveformSamples);
  const std::uint64_t expected = samples * bytes;
  return expected > 0 && length == expected + expected % 2;
}

bool is_spectrum(DcmItem& item, std::uint64_t length) {
  const std::uint64_t points =
      long_word(item, DCM_DataPointRows) * long_word(item, DCM_DataPointColumns);
  const std::uint64_t voxels = word(item, DCM_Rows) * word(item, DCM_Columns);
  const std::uint64_t values = points * voxels * count(item, DCM_NumberOfFrames, 1);
  return values > 0 && (length == 4 * values || length == 8 * values);
}

bool is_grid(DcmItem& item, std::uint64_t length) {
  std::uint64_t vectors = 1;
  for (unsigned long axis = 0; axis < 3; ++axis) {
    vectors *= long_word(item, DCM_GridDimensions, axis);
  }
  return vectors > 0 && length == vectors * 3 * sizeof(float);
}

}  // namespace

bool is_allowed_bulk(DcmItem& item, DcmElement& element, Tag tag) {
  const std::uint64_t length = element.getLength();
  if (length == 0) return true;
  if (tag >= red_palette && tag <= blue_palette) {
    const DcmTagKey descriptor(0x0028, static_cast<Uint16>((tag & 0xffffU) - 0x0100U));
    return is_palette_image(item) && is_table(item, descriptor, length);
  }
  switch (tag) {
    case lut_data:
      return is_table(item, DCM_LUTDescriptor, length);
    case waveform_data:
      return is_waveform(item, length);
    case spectroscopy_data:
      return is_spectrum(item, length);
    case vector_grid_data:
      return is_grid(item, length);
    default:
      return false;
  }
}

}  // namespace volvr::dicom::deid
