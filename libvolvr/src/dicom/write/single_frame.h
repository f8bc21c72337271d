// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <memory>

#include "dicom/write/derivation.h"

namespace volvr::dicom {

/// The derived image of slice k, with its pixels.
std::unique_ptr<DcmFileFormat> single_frame_object(const Derivation& derivation, std::size_t k);

}  // namespace volvr::dicom
