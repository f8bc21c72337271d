// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcpixel.h>

#include <vector>

#include "dicom/deid/pixel_rules.h"

namespace volvr::dicom::deid {

/// Makes the pixels plain (explicit VR little endian). @throws Error unsupported, malformed
void decode_pixels(DcmDataset& data_set);

/// Makes rectangles of native pixels black in every frame: the darkest value there is.
/// @throws Error unsupported (bits allocated other than 8, 16, 32, or halved colours)
void black_out(DcmDataset& data_set, DcmPixelData& pixels, const std::vector<Rectangle>& black);

/// Gives the bits of native pixels that are not stored the value that they should have: the sign's,
/// or 0. @throws Error unsupported (bits allocated other than 8, 16, 32)
void clear_unused_bits(DcmDataset& data_set, DcmPixelData& pixels);

}  // namespace volvr::dicom::deid
