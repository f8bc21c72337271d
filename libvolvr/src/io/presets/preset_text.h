// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/preset_file.h"

namespace volvr::io {

/// The whole text of a preset file. @throws Error not_found, not_readable, invalid_argument (larger
/// than any file of presets)
std::string read_text(const std::filesystem::path& file);

/// @throws Error invalid_argument: "In FILE, PLACE FAULT."
[[noreturn]] void refuse_preset_file(const std::filesystem::path& file, const std::string& place,
                                     const std::string& fault);

/// The forms, by what the text holds. Each throws as load_presets.
LoadedPresets read_preset_json(const std::string& text, const std::filesystem::path& file);
LoadedPresets read_slicer_xml(const std::string& text, const std::filesystem::path& file);
LoadedPresets read_slicer_text(const std::string& text, const std::filesystem::path& file);

/// volvr's own form. Precondition: every preset can be drawn.
std::string preset_json(const std::vector<Appearance>& presets);

/// The window over those values where opacity changes. Precondition: at least one point.
Window window_over(const std::vector<OpacityPoint>& opacities);

/// Whether this is a name as built-in presets have: lower-case letters, digits, single hyphens.
bool is_preset_name(std::string_view name);

}  // namespace volvr::io
