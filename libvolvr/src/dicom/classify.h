// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/header.h"

namespace volvr::dicom {

/// What an object is to somebody who looks for volumes.
enum class ObjectKind {
  slice,         ///< an image, frame or tile that may be a slice of a volume
  capture,       ///< a secondary capture of a CT, MR, PET or NM that says where it lies
  no_pixels,     ///< a report, a presentation state, a directory, ...
  not_a_slice,   ///< an image that is no slice: secondary capture, projection, ultrasound, ...
  segmentation,  ///< a SEG
  contours,      ///< an RTSTRUCT
};

/// Slices are of the CT, MR, PET, dose, parametric map and volume X-ray classes, and reconstructed
/// nuclear medicine. Secondary captures are slices only where several form a regular stack (colour
/// maps): reports and surveys with drawn lines copy a position from their source.
ObjectKind classify(const Header& header);

/// What an object without an image is, by its class: "structured report", "RT plan", ...
std::string object_name(std::string_view sop_class_uid);

}  // namespace volvr::dicom
