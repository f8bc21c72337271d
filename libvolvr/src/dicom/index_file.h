// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "volvr/finding.h"
#include "volvr/settings.h"

namespace volvr::dicom {

/// A file that was scanned.
struct SeenFile {
  std::filesystem::path path;
  std::string sop_instance_uid;  ///< empty where it is not known
  bool is_dicom = true;          ///< also one that was passed over as damaged or over a limit
  bool is_index = false;         ///< a DICOMDIR
};

/// Compares what each DICOMDIR (PS3.3 F, PS3.10 8.6) among the files names with what is there:
/// files that are missing or other objects than it says, DICOM files below its folder that it does
/// not name, references that lead out of its folder (by "..", as a whole path, or through a link),
/// and records whose links go in a circle or astray. Records are read one by one as they stand, so
/// that none of these can hold up or mislead. No reference is followed: no file is opened for it,
/// and beyond the folder nothing is even asked for.
/// @param settings  `dicom.*`: how much a DICOMDIR may ask for
std::vector<Finding> compare_indices(const std::vector<SeenFile>& seen, const Settings& settings);

}  // namespace volvr::dicom
