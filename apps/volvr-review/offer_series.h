// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/viewer.h"

namespace volvr::app {

/// The series of a catalog for the panel's browser: those of the shown one's patient alone, so that
/// nobody goes to another person's by a press.
struct Offer {
  std::vector<OfferedSeries> series;
  int shown = 0;  ///< number of the one with that UID, from 1; 0: it is not among them
};

/// @param uid   SeriesInstanceUID of the series that is shown
/// @param rate  see open_phases
Offer offer_series(const Catalog& catalog, const std::string& uid, double rate);

}  // namespace volvr::app
