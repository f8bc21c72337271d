// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "volvr/catalog.h"

namespace volvr::app {

/// Whether the series is the one named by its number or its UID.
bool is_named(const SeriesInfo& series, std::string_view number_or_uid);

/// @throws Error invalid_argument where a series is named and there is none such
void require_series(const Catalog& catalog, std::string_view number_or_uid);

/// The gravest of the findings about a series and its volumes; null where there is none.
const Finding* gravest_finding(const SeriesInfo& series);

/// One volume of one series.
struct Choice {
  const SeriesInfo* series = nullptr;
  std::size_t volume = 0;
};

/// The volume to be shown: of the series named, or else the largest of all that can be loaded.
/// @param number_or_uid  empty: no series was named
/// @throws Error mixed_patients where several patients are there and no series was named,
///         invalid_argument (no such series, or several of that number), not_dicom (nothing that
///         can be loaded; says why)
Choice choose_volume(const Catalog& catalog, std::string_view number_or_uid);

}  // namespace volvr::app
