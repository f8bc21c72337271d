// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <memory>

#include "volvr/catalog.h"

namespace volvr::dicom {

/// What a source says that its derivation may say, too: everything but pixels, private attributes,
/// overlays, curves, icons, signatures, references that describe how the source itself was derived,
/// and whatever depends on what the writer decides (identity of the instance, geometry, pixel
/// description, rescale). Window and padding stay, as does the character set.
/// @throws Error not_readable, malformed (changed since the scan)
std::unique_ptr<DcmDataset> source_items(const SourceInstance& source);

/// Whether an attribute of single-frame images belongs to the patient, study, series, equipment or
/// frame of reference: it stands at the top of a multi-frame object.
bool stands_above_frames(const DcmTagKey& tag);

}  // namespace volvr::dicom
