// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include "volvr/appearance.h"

namespace volvr::panels {

/// Draws a transfer function: its colours over its own window, as high as it is opaque there.
void draw_swatch(ImDrawList& list, const ImVec2& low, const ImVec2& high, const Appearance& look);

}  // namespace volvr::panels
