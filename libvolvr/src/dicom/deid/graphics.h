// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcitem.h>

#include <vector>

#include "volvr/deidentify.h"

namespace volvr::dicom::deid {

/// Takes the overlays (groups 60xx) out of a data set: drawings and text of any kind. Where
/// graphics are to be cleaned, regions of interest (OverlayType R) with a plane of their own stay,
/// without their names; drawings (G) go, since text in them cannot be told from lines.
/// @return whether a plane of the overlays lies in unused bits of the pixels
bool clean_overlays(DcmItem& data_set, const DeidentifyOptions& options,
                    std::vector<ElementChange>& changes);

}  // namespace volvr::dicom::deid
