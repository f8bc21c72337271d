// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <sstream>

#include "core/text.h"
#include "io/presets/preset_text.h"
#include "io/presets/slicer.h"

namespace volvr::io {

namespace {

constexpr std::size_t lines_of_a_property = 9;

// The number that a line begins with; Slicer's own documentation writes remarks behind it.
double first_number(const std::string& line, const std::filesystem::path& file,
                    const std::string& place) {
  std::istringstream words(line);
  std::string word;
  words >> word;
  const auto number = parse_number(word);
  if (!number) refuse_preset_file(file, place, "is no number: this is no file of presets");
  return *number;
}

}  // namespace

LoadedPresets read_slicer_text(const std::string& text, const std::filesystem::path& file) {
  std::vector<std::string> lines;
  for (const auto line : split(text, '\n')) {
    if (!trim(line).empty()) lines.emplace_back(trim(line));
  }
  const auto place = [](std::size_t line) { return "line " + std::to_string(line + 1); };
  std::array<double, 6> numbers{};
  for (std::size_t i = 0; i < numbers.size() && i < lines.size(); ++i) {
    numbers.at(i) = first_number(lines[i], file, place(i));
  }
  if (lines.size() < lines_of_a_property) {
    refuse_preset_file(
        file, "",
        "there are " + std::to_string(lines.size()) + " lines where a volume property has 9");
  }
  SlicerProperty property;
  property.name = slicer_name_of(file);
  property.linear = numbers[0] == 1.0;
  property.shade = numbers[1] != 0.0;
  property.diffuse = numbers[2];
  property.ambient = numbers[3];
  property.specular = numbers[4];
  property.specular_power = numbers[5];
  property.opacities = slicer_opacities(slicer_numbers(lines[6], 2, file, place(6)));
  property.gradient_opacities = slicer_opacities(slicer_numbers(lines[7], 2, file, place(7)));
  property.colours = slicer_colours(slicer_numbers(lines[8], 4, file, place(8)));
  LoadedPresets loaded;
  add_slicer_property(loaded, std::move(property), file);
  return loaded;
}

}  // namespace volvr::io
