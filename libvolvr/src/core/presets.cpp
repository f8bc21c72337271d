// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>
#include <vector>

#include "core/preset_rows.h"
#include "core/suggest.h"
#include "core/text.h"
#include "volvr/error.h"

namespace volvr {

namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const auto word : split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

Appearance made_from(const PresetRow& row) {
  Appearance result;
  result.name = row.name;
  result.title = row.title;
  result.modalities = words_of(row.modalities);
  result.body_parts = words_of(row.body_parts);
  result.words = words_of(row.words);
  result.technique = row.technique;
  result.scale = row.scale;
  result.window = row.window;
  result.shade = row.light.shade;
  result.ambient = row.light.ambient;
  result.diffuse = row.light.diffuse;
  result.specular = row.light.specular;
  result.specular_power = row.light.specular_power;
  result.shadows = row.light.shadows;
  for (const PresetPoint& point : row.points) {
    result.colours.push_back({point.value, {point.red, point.green, point.blue}});
    result.opacities.push_back({point.value, point.opacity});
  }
  return result;
}

}  // namespace

const std::vector<Appearance>& presets() {
  static const std::vector<Appearance> all = [] {
    std::vector<Appearance> made;
    for (const PresetRow& row : ct_preset_rows()) made.push_back(made_from(row));
    for (const PresetRow& row : mr_and_pet_preset_rows()) made.push_back(made_from(row));
    return made;
  }();
  return all;
}

const Appearance& find_preset(std::string_view name) {
  const auto at = std::ranges::find(presets(), name, &Appearance::name);
  if (at != presets().end()) return *at;
  std::vector<std::string_view> names;
  for (const Appearance& preset : presets()) names.push_back(preset.name);
  throw Error(ErrorCode::unknown_preset,
              "There is no preset \"" + std::string(name) + "\"" + suggestion(name, names),
              std::string(name));
}

}  // namespace volvr
