// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>

#include "dicom/parse.h"
#include "dicom/quick_header.h"

namespace volvr::dicom {

/// Reads a header with DCMTK, which knows the many ways in which files stray from the standard.
/// It is looked over before (`skeleton.h`).
/// @throws Error not_readable, internal (no data dictionary)
std::variant<RawHeader, FileProblem> dcmtk_header(const OpenFile& file, const Limits& limits);

}  // namespace volvr::dicom
