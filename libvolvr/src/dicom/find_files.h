// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "volvr/progress.h"

namespace volvr::dicom {

struct FoundFiles {
  std::vector<std::filesystem::path> files;  ///< regular files, each once, sorted
  std::vector<std::string> unreadable;       ///< folders and links that lead nowhere
};

/// All regular files under the paths. Links to folders are followed, each folder is entered once.
/// @throws Error not_found, not_readable for one of `paths` itself, cancelled
FoundFiles find_files(const std::vector<std::filesystem::path>& paths, bool recursive,
                      const ProgressSink& progress);

}  // namespace volvr::dicom
