// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>

#include <vector>

#include "dicom/deid/pixel_rules.h"
#include "volvr/deidentify.h"

namespace volvr::dicom::deid {

/// Pixels whose bytes have been looked at: nothing stands behind the last frame, nothing but image
/// in compressed streams, and no text where rules say that devices write some.
///
/// @param overlay_in_pixels  unused bits hold an overlay: they are cleared
/// @throws Error unsupported (text may be burned in and no rule says where; pixels that cannot be
///         decoded to make some black), malformed
void clean_pixels(DcmDataset& data_set, const DeidentifyOptions& options,
                  const std::vector<PixelRule>& rules, bool overlay_in_pixels,
                  std::vector<ElementChange>& changes);

}  // namespace volvr::dicom::deid
