// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/header.h"

namespace volvr::dicom {

/// What an object is to somebody who looks for volumes.
enum class ObjectKind {
  slice,
  no_pixels,    ///< a report, a presentation state, a directory, ...
  not_a_slice,  ///< an image that is no slice: secondary capture, projection, dose, segmentation,
                ///< ...
  multi_frame,  ///< several frames in one object
  mosaic,       ///< several slices tiled in one image
};

/// Slices are single frames of the CT, MR and PET storage classes. Secondary captures are none even
/// where they say a position: reports and surveys with drawn lines copy it from their source.
ObjectKind classify(const Header& header);

}  // namespace volvr::dicom
