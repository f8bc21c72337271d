// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/group.h"

namespace volvr::dicom {

/// The series of a group: its volumes, sorted and checked, and what there is to say about them.
/// @param label_objects  gets the group's segmentations and structure sets, which are drawn later
/// @param settings  `dicom.*`: how much a file may ask for
SeriesInfo series_from(SeriesGroup group, std::vector<Header>& label_objects,
                       const Settings& settings);

}  // namespace volvr::dicom
