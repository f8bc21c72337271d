// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/phases.h"
#include "volvr/volume.h"

namespace volvr::app {

struct OpenStudy {
  Volume volume;
  std::string description;  ///< a line without patient identity
};

/// Scans, chooses a volume (choose_series.h) and loads it, showing progress; says on stderr what a
/// reader of this volume should know.
/// @param series  number or UID, or empty for the largest volume of the only patient
/// @throws Error as scan, choose_volume and load
/// @param time  which of the volumes that follow that one in time (its sequence), from 1; 0: the
///              one chosen. @throws Error invalid_argument where there is none of that number
OpenStudy open_study(const std::vector<std::filesystem::path>& paths, std::string_view series,
                     int time = 0);

struct OpenPhases {
  Phases phases;  ///< one volume where the chosen one has no others of its grid that follow it
  std::string description;
  Catalog catalog = {};  ///< all that was found
  std::string uid = {};  ///< SeriesInstanceUID of the chosen series
};

/// The same with all volumes of the chosen one's sequence, where that is a course of time.
OpenPhases open_phases(const std::vector<std::filesystem::path>& paths, std::string_view series,
                       double rate);

/// Loads what `open_phases` would show of one series. @throws Error as there, without identity
Phases load_course(const Catalog& catalog, std::string_view series, double rate,
                   const ProgressSink& progress);

}  // namespace volvr::app
