// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

namespace volvr::dicom {

/// Adds what the functional groups of a frame say (PS3.3 C.7.6.16) to the attributes of an image of
/// one frame: shared ones first, then the frame's own. What a conversion had gathered from an older
/// image comes back as it was. Attributes that older images have under other names and VRs get
/// those, too. What has no place in a derivation (`place_of`) stays out.
/// @param frame  0-based
void add_flat_groups(DcmItem& object, int frame, DcmItem& items);

}  // namespace volvr::dicom
