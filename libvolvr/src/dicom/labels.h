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
/// Behind them stands, where an object has several on one grid, a map of all of them.
/// @param settings  `dicom.*`: how much a file may ask for
void add_label_volumes(const std::vector<Header>& objects, Catalog& catalog,
                       const Settings& settings);

/// What the voxels of a label hold: its number, or 1 where that is none from 1 to 65535.
int label_value(int number);

/// uint8 or uint16 that hold the label's number, or the largest one of a map; float32 fractions for
/// a fractional segmentation.
VoxelType label_type(const VolumeInfo& volume);

/// Draws the label: its number (or fraction) inside, 0 outside. In a map, labels that overlap others
/// are left out and named in a finding.
/// @param voxels  of `label_type`
/// @returns what a reader should know of it: contours that are not drawn, labels that overlap
/// @throws Error not_readable, malformed, unsupported
std::vector<Finding> draw_label(const VolumeInfo& volume, std::span<std::byte> voxels,
                                const Settings& settings);

/// What is to be said of contours that leave out slices between the first and the last of them.
/// @param places  a point of each, LPS mm
std::vector<Finding> gaps_between(const std::vector<Eigen::Vector3d>& places,
                                  const GridGeometry& grid);

}  // namespace volvr::dicom
