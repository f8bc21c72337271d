// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "volvr/frame_log.h"

namespace volvr {

/// The log as one HTML page with its own curves (SVG); it fetches nothing and runs nothing.
std::string frame_page(const FrameLog& log, const FrameLogSource& source);

/// The log as CSV (RFC 4180 with plain line ends): a head, then a row a frame. What is not known is
/// empty.
std::string frame_table(const FrameLog& log);

}  // namespace volvr
