// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "panels/pages.h"

namespace volvr::panels {

/// What stands on every page: at the top its name, undo and redo, and the way out; at the left the
/// other pages; at the foot who and what is shown, how well, and that it is not for diagnosis.
void show_header(const PageFrame& frame, std::string_view page);

/// @return the name of the page to be shown
std::string_view show_tabs(const PageFrame& frame, std::string_view page);

/// Height that the foot takes, pixels.
float foot_height(const PageFrame& frame);
void show_foot(const PageFrame& frame);

}  // namespace volvr::panels
