// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "volvr/catalog.h"
#include "volvr/volume.h"

namespace volvr::dicom {

/// Turns the stored values of one frame into voxels: takes the stored bits (PS3.5 8.1.1), extends
/// the sign, applies slope and intercept. Padding values are rescaled like all others.
///
/// @param raw     native byte order, values of `bits_allocated` bits
/// @param voxels  as many values of `type`, which holds all results (`voxel_type_for`)
/// The two may be the same memory, or `raw` may be the end of `voxels`.
void to_voxels(const PixelLayout& layout, VoxelType type, std::span<const std::byte> raw,
               std::span<std::byte> voxels);

}  // namespace volvr::dicom
