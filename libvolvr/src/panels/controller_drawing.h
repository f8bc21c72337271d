// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "panels/controls.h"
#include "panels/model.h"

namespace volvr::panels {

/// What a controller looks like.
enum class ControllerShape { touch, index, vive, motion, simple, hand, mouse };

/// The shape for an OpenXR interaction profile ("/interaction_profiles/oculus/touch_controller");
/// `simple` for one that is not known.
ControllerShape shape_of(std::string_view profile);

/// "Touch controller", "Mouse and keyboard".
std::string_view title_of(ControllerShape shape);

/// Where a part is drawn, 0 to 1 from the left and from the top of the right hand's drawing;
/// nothing where this shape has no such part. @param part  see ControlLine
std::optional<ImVec2> place_of(ControllerShape shape, std::string_view part);

/// Draws the outline with its parts; those that `lines` tell of bear their number, from 1.
void draw_controller(ImDrawList& list, const ImVec2& low, const ImVec2& high, ControllerShape shape,
                     std::span<const ControlLine> lines, bool left_hand);

}  // namespace volvr::panels
