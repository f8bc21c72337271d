// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcpixel.h>

#include "dicom/deid/pixel_size.h"

namespace volvr::dicom::deid {

/// Overwrites what is no image in compressed pixels (codestream.h), frame by frame.
/// @throws Error unsupported (no image coding that volvr can look into), malformed
void blank_streams(DcmDataset& data_set, DcmPixelData& pixels, const PixelSize& size);

}  // namespace volvr::dicom::deid
