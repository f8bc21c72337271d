// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <string>
#include <vector>

#include "dicom/segmentation.h"
#include "dicom/structure_set.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

bool is_same_patient(const PatientInfo& a, const PatientInfo& b);

/// The slice of the grid on which the frame lies pixel by pixel; nothing where it does not.
std::optional<int> slice_of(const SegmentFrame& frame, const GridGeometry& grid);

/// Whether each frame of the segmentation lies on a slice of the grid, pixel by pixel.
bool lies_on(const Segmentation& segmentation, const PixelLayout& layout, const GridGeometry& grid);

/// The image of the same patient on whose grid the segmentation lies: of a series that it names, or
/// any where it names none. Null where there is none.
const VolumeInfo* image_of(const Segmentation& segmentation, const Header& object,
                           const Catalog& catalog);

/// The image that a structure was drawn on, and what is to be said of the choice.
struct StructureImage {
  const VolumeInfo* volume = nullptr;  ///< null where it is not here, or cannot be loaded
  std::vector<Finding> findings;
};

/// The volume that holds most of the images that the structure's contours name; where they name
/// none, the one of the named series, or of any in its frame of reference, on whose slices most of
/// its contours lie.
StructureImage image_of(const StructureSet::Structure& structure, const StructureSet& set,
                        const Header& object, const Catalog& catalog);

}  // namespace volvr::dicom
