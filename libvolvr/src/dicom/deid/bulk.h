// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcitem.h>

#include "dicom/attributes.h"

namespace volvr::dicom::deid {

/// Whether bytes outside of PixelData may stay: tables, spectra, waveforms and displacement grids
/// that are as long as what describes them beside them says, and that the object uses. Nothing else
/// is: profiles, thumbnails, documents and certificates can hold any text.
bool is_allowed_bulk(DcmItem& item, DcmElement& element, Tag tag);

}  // namespace volvr::dicom::deid
