// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "dicom/header.h"
#include "volvr/catalog.h"
#include "volvr/volume.h"

namespace volvr::dicom {

/// Gives the catalog a label volume for each segment and structure of these objects: on the grid of
/// the image that they name, where it is in the catalog; a segmentation else on a grid of its own.
void add_label_volumes(const std::vector<Header>& objects, Catalog& catalog);

/// uint8 or uint16 that hold the label's number; float32 fractions for a fractional segmentation.
VoxelType label_type(const VolumeInfo& volume);

/// Draws the label: its number (or fraction) inside, 0 outside.
/// @param voxels  of `label_type`
/// @returns what a reader should know of it: contours beyond the grid
/// @throws Error not_readable, malformed, unsupported
std::vector<Finding> draw_label(const VolumeInfo& volume, std::span<std::byte> voxels);

}  // namespace volvr::dicom
