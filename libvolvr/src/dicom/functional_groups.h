// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dicom/quick_header.h"

class DcmItem;

namespace volvr::dicom {

/// Whether the object describes its frames by functional groups (PS3.3 C.7.6.16).
bool has_functional_groups(DcmItem& data_set);

/// A frame for each item of PerFrameFunctionalGroupsSequence: the object's own attributes, overlaid
/// by its shared groups, overlaid by the frame's own. DimensionIndexValues are left with those that
/// tell no position.
/// @param problem  set where NumberOfFrames and the sequence disagree
std::vector<RawFrame> functional_group_frames(DcmItem& data_set, const Elements& elements,
                                              std::string& problem);

}  // namespace volvr::dicom
