// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "volvr/convert.h"

namespace volvr::app {

/// Writes the report as JSON lines: one object for each result, in order, and a last one with
/// `summary`. It replaces a file that is there, and appears when it is whole.
/// @throws Error not_writable
void write_report(const ConvertReport& report, const std::filesystem::path& file);

}  // namespace volvr::app
