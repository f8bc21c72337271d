// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "volvr/settings.h"

namespace volvr::dicom {

/// One record of a DICOMDIR that refers to a file (PS3.3 F.3).
struct IndexReference {
  std::string file_id;           ///< ReferencedFileID, its parts divided by backslashes
  std::string sop_instance_uid;  ///< ReferencedSOPInstanceUIDInFile; may be empty
};

/// A DICOMDIR's records as they stand in the file, inactive ones left out.
struct IndexRecords {
  std::vector<IndexReference> references;
  bool goes_in_circles = false;  ///< the records' links come back to a record that was passed
  bool leads_astray = false;     ///< a link points where no record begins
};

/// @throws Error not_readable, malformed (also for what is over a limit)
IndexRecords read_index(const std::filesystem::path& file, const Settings& settings);

}  // namespace volvr::dicom
