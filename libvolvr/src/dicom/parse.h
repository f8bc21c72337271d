// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "dicom/header.h"

namespace volvr::dicom {

class OpenFile;

/// Why a file gave no header.
struct FileProblem {
  enum class Kind { not_dicom, unreadable, malformed };
  Kind kind = Kind::not_dicom;
  std::string reason;  ///< one sentence, without patient identity; empty for not_dicom
};

/// Reads the header of one file, up to its pixels: the plain ones at once, the others with DCMTK.
/// Never throws for what the file holds.
std::variant<std::vector<Header>, FileProblem> parse_file(const std::filesystem::path& file);
std::variant<std::vector<Header>, FileProblem> parse_file(const OpenFile& file);

}  // namespace volvr::dicom
