// SPDX-License-Identifier: Apache-2.0
#include "dicom/modality_lut.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "dicom/file_stream.h"
#include "dicom/lookup_table.h"
#include "dicom/rescale.h"
#include "dicom/whole_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

[[noreturn]] void refuse(const OpenFile& file) {
  throw Error(ErrorCode::malformed,
              "The table of values (ModalityLUTSequence) of " + file.path().string() +
                  " is missing or damaged.",
              file.path().string());
}

}  // namespace

ModalityLut modality_lut_of(const OpenFile& file, const PixelLayout& layout, const Limits& limits) {
  require_within(limits, file);
  HeaderReading header(file);
  DcmItem* item = nullptr;
  if (header.read().bad() || header.format()
                                 .getDataset()
                                 ->findAndGetSequenceItem(DCM_ModalityLUTSequence, item, 0)
                                 .bad()) {
    refuse(file);
  }
  const auto descriptor = table_descriptor(*item, DCM_LUTDescriptor);
  if (!descriptor || descriptor->bits != layout.modality_lut_bits) refuse(file);
  ModalityLut lut;
  // Whatever representation the writer gave it, it is a stored value of this image.
  lut.first = layout.is_signed ? static_cast<std::int16_t>(descriptor->first)
                               : static_cast<std::uint16_t>(descriptor->first);
  lut.entries = table_words(*item, DCM_LUTData);
  if (descriptor->bits == 8) lut.entries = unpacked_entries(lut.entries, descriptor->entries);
  if (lut.entries.size() < descriptor->entries) refuse(file);
  lut.entries.resize(descriptor->entries);
  return lut;
}

void apply_modality_lut(const ModalityLut& lut, const PixelLayout& layout, VoxelType type,
                        std::span<const std::byte> raw, std::span<std::byte> voxels) {
  constexpr std::size_t block = 4096;
  std::array<double, block> stored;
  PixelLayout plain = layout;
  plain.rescale_slope = 1.0;
  plain.rescale_intercept = 0.0;
  const std::size_t width = bytes_per_value(type);
  const std::size_t count = voxels.size() / width;
  const std::size_t raw_width = raw.size() / count;
  const auto last = static_cast<double>(lut.entries.size() - 1);
  for (std::size_t begin = 0; begin < count; begin += block) {
    const std::size_t n = std::min(block, count - begin);
    to_voxels(plain, VoxelType::float64, raw.subspan(begin * raw_width, n * raw_width),
              std::as_writable_bytes(std::span(stored).first(n)));
    for (std::size_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::size_t>(std::clamp(stored[i] - lut.first, 0.0, last));
      const std::uint16_t value = lut.entries[at];
      if (width == 1) {
        voxels[begin + i] = static_cast<std::byte>(value);
      } else {
        std::memcpy(voxels.data() + (begin + i) * width, &value, width);
      }
    }
  }
}

}  // namespace volvr::dicom
