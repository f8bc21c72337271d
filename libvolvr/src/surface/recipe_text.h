// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "volvr/surface.h"

namespace volvr::surface {

/// For comments: what frame the points are in and how they were made, ASCII, one line each.
/// "SPACE=LPS" is what 3D Slicer writes and looks for.
std::vector<std::string> recipe_lines(const Surface& surface);

/// The same in at most 80 letters, for STL's header.
std::string short_recipe(const Surface& surface);

}  // namespace volvr::surface
