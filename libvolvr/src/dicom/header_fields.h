// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcxfer.h>

#include <filesystem>

#include "dicom/elements.h"
#include "dicom/header.h"

namespace volvr::dicom {

/// The attributes that volvr looks at. What is absent or no valid value stays empty or at its
/// default; whether that matters is for `check` to say.
Header header_of(const Elements& elements, const std::filesystem::path& file,
                 E_TransferSyntax syntax);

}  // namespace volvr::dicom
