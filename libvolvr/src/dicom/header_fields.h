// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "dicom/elements.h"
#include "dicom/header.h"

namespace volvr::dicom {

/// What a file says of its series.
std::shared_ptr<const SeriesAttributes> series_attributes(const Elements& elements);

/// The attributes that volvr looks at. What is absent or no valid value stays empty or at its
/// default; whether that matters is for `check` to say.
Header header_of(const Elements& elements, std::shared_ptr<const SeriesAttributes> series,
                 const std::filesystem::path& file, std::string_view transfer_syntax);

}  // namespace volvr::dicom
