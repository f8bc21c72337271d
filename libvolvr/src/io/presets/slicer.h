// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/presets/json_place.h"
#include "volvr/preset_file.h"

namespace volvr::io {

/// A volume property as 3D Slicer's files hold it, whatever their form.
struct SlicerProperty {
  std::string name;   ///< as Slicer shows it
  std::string place;  ///< in the file, for errors; may be empty
  bool linear = true;
  bool shade = false;
  double ambient = 0.1;
  double diffuse = 0.7;
  double specular = 0.2;
  double specular_power = 10.0;
  double unit_distance = 1.0;  ///< millimetres that an opacity is of
  std::vector<OpacityPoint> opacities;
  std::vector<OpacityPoint> gradient_opacities;  ///< `value` is a gradient per voxel
  std::vector<ColourPoint> colours;
  std::optional<Window> window;
  bool curved = false;  ///< midpoints or sharpnesses bend the lines between the points
};

/// Adds it as an appearance, with messages for what an appearance cannot hold.
/// @throws Error invalid_argument for what cannot be drawn
void add_slicer_property(LoadedPresets& loaded, SlicerProperty property,
                         const std::filesystem::path& file);

/// The file's name without folder and endings (".vp", ".vp.json"): the name of what has none
/// inside.
std::string slicer_name_of(const std::filesystem::path& file);

/// The numbers of "N a b c ...", N of them in all: points of `width` numbers each.
/// @throws Error invalid_argument naming the place
std::vector<double> slicer_numbers(std::string_view text, std::size_t width,
                                   const std::filesystem::path& file, const std::string& place);

/// Slicer's effective range as a window; nothing for the empty one that it writes where it has not
/// worked it out.
std::optional<Window> window_of_range(double low, double high);

std::vector<OpacityPoint> slicer_opacities(const std::vector<double>& numbers);
std::vector<ColourPoint> slicer_colours(const std::vector<double>& numbers);

LoadedPresets read_slicer_json(const JsonPlace& document, const std::filesystem::path& file);

/// As require_drawable, with the file and the place in it before the message.
void require_drawable_of(const Appearance& appearance, const std::filesystem::path& file,
                         const std::string& place);

}  // namespace volvr::io
