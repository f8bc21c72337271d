// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

namespace volvr::dicom {

/// Where an attribute of a source goes in what is derived from it.
enum class AttributePlace {
  nowhere,  ///< pixels, private attributes, how the source was derived, what the writer says itself
  top,      ///< patient, study, series, equipment, frame of reference: above all frames
  own,      ///< of the image, with a place of its own in a multi-frame object
  image,    ///< of the image
};

/// The one table of it.
AttributePlace place_of(const DcmTagKey& tag);

}  // namespace volvr::dicom
