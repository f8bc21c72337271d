// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "volvr/load.h"

namespace volvr::dicom {

class OpenFile;

/// Calls `work(i, file)` for each path with its file, open, from up to `options.threads` threads.
/// Members of archives are read in one pass over each archive, and stand in memory while they are
/// worked on: about one for each thread.
/// @param unit  of the progress: what one path stands for
/// @throws Error whatever `work` throws; not_found, not_readable, malformed (the file or archive),
///         cancelled
void for_each_file(const std::vector<std::filesystem::path>& paths,
                   const std::function<void(std::size_t, OpenFile)>& work,
                   const LoadOptions& options, std::string_view unit);

/// One file, or one member of an archive, which stands in memory then. @throws Error as above
OpenFile open_any(const std::filesystem::path& path, const Settings& settings);

}  // namespace volvr::dicom
