// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "volvr/catalog.h"
#include "volvr/volume.h"

namespace volvr::dicom {

/// Decodes one slice into its slot of the volume's buffer and turns its values into voxels there.
/// @param slot  `values_per_frame` values of `type`
/// @throws Error as the functions of frames.h
void decode_slice(const SourceInstance& slice, VoxelType type, std::span<std::byte> slot);

}  // namespace volvr::dicom
