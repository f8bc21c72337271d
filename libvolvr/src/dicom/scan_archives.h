// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "dicom/parse.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

/// What `parse_file` gives: headers, or why there are none.
using ParsedFile = decltype(parse_file(std::declval<const std::filesystem::path&>(),
                                        std::declval<const Limits&>()));
using ParsedFiles = std::vector<std::unique_ptr<ParsedFile>>;

/// Looks into those of `files` that are archives: their members' names and headers come behind the
/// others in both lists, and the archives themselves leave them. Members that are encrypted, links
/// or archives of their own, and archives that are damaged or beyond a limit, are findings.
/// @throws Error cancelled
void look_into_archives(std::vector<std::filesystem::path>& files, ParsedFiles& parsed,
                        const ScanOptions& options, std::vector<Finding>& findings);

}  // namespace volvr::dicom
