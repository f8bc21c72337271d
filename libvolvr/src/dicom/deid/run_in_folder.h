// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace volvr::dicom::deid {

/// A run that writes into a folder. The first one in it removes what runs that were killed left
/// half-written; where another is at work, nothing is removed, for it may be that one's.
class RunInFolder {
 public:
  explicit RunInFolder(const std::filesystem::path& folder);
  ~RunInFolder();
  RunInFolder(const RunInFolder&) = delete;
  RunInFolder& operator=(const RunInFolder&) = delete;

 private:
  int folder_ = -1;  // locked, shared by all runs
};

}  // namespace volvr::dicom::deid
