// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "dicom/header.h"
#include "dicom/skeleton.h"

namespace volvr::dicom {

class OpenFile;

/// Why a file gave no header.
struct FileProblem {
  enum class Kind { not_dicom, unreadable, malformed, over_limit };
  Kind kind = Kind::not_dicom;
  std::string reason;  ///< one sentence, without patient identity; empty for not_dicom
};

/// Reads the header of one file, up to its pixels: the plain ones at once, the others with DCMTK.
/// Never throws for what the file holds.
/// @param limits  a file that asks for more is a problem
std::variant<std::vector<Header>, FileProblem> parse_file(const std::filesystem::path& file,
                                                          const Limits& limits);
std::variant<std::vector<Header>, FileProblem> parse_file(const OpenFile& file,
                                                          const Limits& limits);

}  // namespace volvr::dicom
