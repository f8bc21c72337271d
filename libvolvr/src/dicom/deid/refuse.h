// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcitem.h>

#include <optional>
#include <string>

#include "volvr/deidentify.h"

namespace volvr::dicom::deid {

/// Why an object cannot be made anonymous, as a sentence without identity; nothing where it can.
/// Refused are kinds of objects that volvr does not know or cannot look into (documents, video,
/// photographs), reports without the option for structured content, and faces that it is told of.
std::optional<std::string> refusal(DcmItem& data_set, const DeidentifyOptions& options);

/// Whether the object is an image by its SOP class, so that pixels must be there.
bool is_image(DcmItem& data_set);

/// Why text may be burned into the pixels: it is declared, or the object's kind is a picture of a
/// screen. Nothing where it is declared not to be, or not to be expected.
std::optional<std::string> burned_in_risk(DcmItem& data_set);

}  // namespace volvr::dicom::deid
