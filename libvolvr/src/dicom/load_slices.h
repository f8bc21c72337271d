// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "volvr/catalog.h"
#include "volvr/load.h"
#include "volvr/volume.h"

namespace volvr::dicom {

/// Decodes slices into equal parts of `voxels`, from several threads; a file that holds many of them
/// is opened a few times only.
/// @throws Error as `load`
void load_slices(std::span<const SourceInstance> slices, VoxelType type,
                 std::span<std::byte> voxels, const LoadOptions& options);

/// Fills the shape's even grid from uneven slices, linearly along k. The slices lie on one line from
/// the first to the last.
/// @throws Error as `load`
void interpolate_slices(std::span<const SourceInstance> slices, const VolumeShape& shape,
                        std::span<std::byte> voxels, const LoadOptions& options);

}  // namespace volvr::dicom
