// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "volvr/catalog.h"
#include "volvr/volume.h"

namespace volvr::dicom {

/// The voxel type for slices stored and rescaled like this, by the rule that load.h states.
VoxelType voxel_type_for(const std::vector<SourceInstance>& slices);

/// The same for all volumes of the sequence that the volume belongs to: they are one image.
VoxelType sequence_voxel_type(const SeriesInfo& series, std::size_t volume);

/// What the values mean: "HU", "Bq/ml", "g/ml", or empty for arbitrary units.
std::string unit_of(const SeriesInfo& series, const PixelLayout& layout);

}  // namespace volvr::dicom
