// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <vector>

namespace volvr::panels {

/// The file of the panels' own font, DejaVuSans.ttf: in the folder that VOLVR_FONTS names, in
/// PREFIX/share/volvr/fonts of the installed library, where it was built from; else the system's.
/// @throws Error not_found
std::filesystem::path find_font();

/// Files of the system's fonts that together have as many of these characters as there are in any;
/// none where there is no font of the system that has one of them.
std::vector<std::filesystem::path> fonts_with(std::set<char32_t> characters);

}  // namespace volvr::panels
