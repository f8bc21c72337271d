// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <memory>

#include "dicom/write/derivation.h"

namespace volvr::dicom {

/// The whole volume as one Legacy Converted Enhanced object (PS3.3 A.70 to A.72), with its pixels.
/// What the sources say alike, and has no place of its own, is gathered in
/// UnassignedSharedConvertedAttributesSequence, and what differs in the one for each frame.
/// @throws Error cancelled, and as source_items and put_pixels
std::unique_ptr<DcmFileFormat> legacy_enhanced_object(const Derivation& derivation);

}  // namespace volvr::dicom
