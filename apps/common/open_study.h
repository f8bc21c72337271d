// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

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
OpenStudy open_study(const std::vector<std::filesystem::path>& paths, std::string_view series);

}  // namespace volvr::app
