// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dicom/quick_header.h"

class DcmItem;

namespace volvr::dicom {

/// Frames of a reconstructed nuclear medicine image (PS3.3 C.8.4.8, C.8.4.15): each lies
/// SliceVector - 1 steps of SpacingBetweenSlices along the normal from the position of the first;
/// the sign of the spacing is that of the direction. Energy windows, detectors, time slots and gates
/// become traits that tell volumes apart.
/// @param problem  set where the vectors contradict NumberOfFrames
std::vector<RawFrame> nuclear_frames(DcmItem& data_set, const Elements& elements,
                                     std::string& problem);

/// Frames of an RT dose grid by GridFrameOffsetVector (PS3.3 C.8.8.3.2), with DoseGridScaling as
/// slope.
std::vector<RawFrame> dose_frames(DcmItem& data_set, const Elements& elements,
                                  std::string& problem);

/// Frames of any other object: nothing tells where each lies, so they have no position.
std::vector<RawFrame> unplaced_frames(const Elements& elements, std::string& problem);

}  // namespace volvr::dicom
