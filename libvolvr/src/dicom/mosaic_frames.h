// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dicom/quick_header.h"

class DcmItem;

namespace volvr::dicom {

/// The slices that lie side by side in a Siemens mosaic, each with a position of its own. The
/// image's ImagePositionPatient is that of a slice as large as the whole mosaic around the first
/// slice's centre; number and direction of the slices are told by the CSA header alone
/// (NumberOfImagesInMosaic, SliceNormalVector), and their distance by SpacingBetweenSlices.
/// @param problem  set where any of that is missing or contradicts the image's size
std::vector<RawFrame> mosaic_frames(DcmItem& data_set, const Elements& elements,
                                    std::string& problem);

/// The slices of a United Imaging grid (ImageType VFRAME): its private sequence describes each.
std::vector<RawFrame> grid_frames(DcmItem& data_set, const Elements& elements,
                                  std::string& problem);

}  // namespace volvr::dicom
