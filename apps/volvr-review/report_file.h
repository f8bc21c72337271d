// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "volvr/viewer.h"

namespace volvr::app {

/// Writes how a session went as JSON: display, graphics, width, height, frame_seconds,
/// ended_because, and `loaded`, a line on the study without patient identity.
/// @throws Error not_writable, no_space
void write_report(const ViewerReport& report, const std::string& loaded,
                  const std::filesystem::path& file);

}  // namespace volvr::app
