// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "volvr/catalog.h"
#include "volvr/volume.h"

namespace volvr::dicom {

class FrameReader;

/// Decodes one slice into its slot of a volume's buffer and turns its values into voxels there.
/// @param reader  of the slice's file
/// @param slot    `values_per_frame` voxels of `type` (three values each for a palette)
/// @throws Error as the functions of frames.h
void decode_slice(FrameReader& reader, const SourceInstance& slice, VoxelType type,
                  std::span<std::byte> slot);

/// A slice and where its voxels go.
struct SliceSlot {
  const SourceInstance* slice = nullptr;
  std::span<std::byte> voxels;
};

/// Decodes the tiles of one image, which is decoded once.
/// @param slots  all of one frame of one file
void decode_tiles(FrameReader& reader, std::span<const SliceSlot> slots, VoxelType type);

}  // namespace volvr::dicom
