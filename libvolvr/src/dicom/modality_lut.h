// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dicom/skeleton.h"
#include "volvr/catalog.h"
#include "volvr/volume.h"

namespace volvr::dicom {

class OpenFile;

/// The table that gives an image its values (ModalityLUTSequence, PS3.3 C.11.1).
struct ModalityLut {
  int first = 0;  ///< the stored value of the first entry; lower ones get it, higher ones the last
  std::vector<std::uint16_t> entries;  ///< not empty
};

/// @param layout  the image's: whether its stored values are signed, and the entries' bits
/// @throws Error not_readable, malformed (also for a header beyond the limits)
ModalityLut modality_lut_of(const OpenFile& file, const PixelLayout& layout, const Limits& limits);

/// The values of stored ones.
/// @param raw     as `to_voxels` takes it
/// @param voxels  uint8 or uint16, wide enough for the entries; no part of `raw`
void apply_modality_lut(const ModalityLut& lut, const PixelLayout& layout, VoxelType type,
                        std::span<const std::byte> raw, std::span<std::byte> voxels);

}  // namespace volvr::dicom
