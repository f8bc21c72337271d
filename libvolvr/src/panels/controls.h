// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "panels/model.h"

namespace volvr::panels {

/// The part and its title for an OpenXR input path: "/user/hand/left/input/x/click" is "x", "X".
ControlLine control_line(std::string_view path, std::string does);

}  // namespace volvr::panels
