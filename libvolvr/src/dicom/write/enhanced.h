// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <memory>

#include "dicom/write/derivation.h"

namespace volvr::dicom {

/// The whole volume as one Enhanced CT, MR or PET object (PS3.3 A.36, A.38, A.56), made of such
/// objects: what they say of all frames, and the functional groups of the frames that the slices
/// came from, but for geometry, values and order, which are the volume's. ORIGINAL stays ORIGINAL
/// (PS3.3 C.8.16.1.1) where values and places are the sources' own.
/// Groups that are alike in all frames are shared.
/// @throws Error unsupported (text in the pixels), cancelled, and as SourceItems and put_pixels
std::unique_ptr<DcmFileFormat> enhanced_object(const Derivation& derivation);

}  // namespace volvr::dicom
