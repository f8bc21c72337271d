// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "dicom/write/derivation.h"

namespace volvr::dicom {

/// What all multi-frame objects share (PS3.3 C.7.6.16, C.7.6.17).

/// SOP class and instance, instance number, number of frames, date and time of the content.
/// @param first  the attributes of the first slice's source
void put_identity_of_frames(DcmItem& items, const Derivation& derivation, DcmItem& first);

/// BurnedInAnnotation as `burned_in` gives it. It need not be there in converted objects alone, and
/// none of these classes may say YES (PS3.3 C.8.13.1, C.8.15.2, C.8.22.2).
/// @throws Error unsupported for "YES"
void put_burned_in(DcmItem& items, const std::string& said);

/// One stack, ordered by k.
void put_dimensions(DcmItem& items, const Derivation& derivation);

/// The frame's place in the stack, in the item of FrameContentSequence, which is made if absent.
void put_frame_content(DcmItem& group, std::size_t k);

void put_measures(DcmItem& group, const PlaneText& plane);

/// What was done to the frame, and of which source.
void put_derivation_image(DcmItem& group, const Derivation& derivation, std::size_t k);

/// All instances that frames were made of.
void put_source_evidence(DcmItem& items, const Volume& volume);

}  // namespace volvr::dicom
