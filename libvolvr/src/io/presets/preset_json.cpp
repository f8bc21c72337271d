// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>

#include "core/suggest.h"
#include "core/text.h"
#include "io/presets/json_place.h"
#include "io/presets/preset_text.h"
#include "io/presets/slicer.h"
#include "volvr/error.h"

namespace volvr::io {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;
constexpr std::string_view format_name = "volvr-presets";
constexpr std::array<std::string_view, 2> scales{"absolute", "relative"};

// The enumerator whose name stands there.
template <class Enum>
Enum one_of(const JsonPlace& at, std::span<const std::string_view> names) {
  const std::string word = at.text();
  const auto found = std::ranges::find(names, word);
  if (found == names.end()) {
    std::string fault = "is \"" + word + "\"";
    fault += suggestion(word, std::vector<std::string_view>(names.begin(), names.end()));
    while (fault.ends_with('.') || fault.ends_with('?')) fault.pop_back();
    at.refuse(fault);
  }
  return static_cast<Enum>(found - names.begin());
}

void read_points(const JsonPlace& preset, Appearance& appearance) {
  const JsonPlace opacities = preset.at("opacities");
  for (std::size_t i = 0; i < opacities.size(); ++i) {
    const auto numbers = opacities.at(i).numbers(2);
    appearance.opacities.push_back({numbers[0], numbers[1]});
  }
  const JsonPlace colours = preset.at("colours");
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const auto numbers = colours.at(i).numbers(4);
    appearance.colours.push_back({numbers[0], {numbers[1], numbers[2], numbers[3]}});
  }
  if (!preset.has("gradient_opacities")) return;
  const JsonPlace gradients = preset.at("gradient_opacities");
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const auto numbers = gradients.at(i).numbers(2);
    appearance.gradient_opacities.push_back({numbers[0], numbers[1]});
  }
}

void read_light(const JsonPlace& preset, Appearance& appearance) {
  const auto take = [&](const std::string& key, double& number) {
    if (preset.has(key)) number = preset.at(key).number();
  };
  if (preset.has("shade")) appearance.shade = preset.at("shade").flag();
  take("ambient", appearance.ambient);
  take("diffuse", appearance.diffuse);
  take("specular", appearance.specular);
  take("specular_power", appearance.specular_power);
  take("shadows", appearance.shadows);
}

void read_choice(const JsonPlace& preset, Appearance& appearance) {
  const auto take = [&](const std::string& key, std::vector<std::string>& words) {
    if (preset.has(key)) words = preset.at(key).texts();
  };
  take("modalities", appearance.modalities);
  take("body_parts", appearance.body_parts);
  take("words", appearance.words);
  if (preset.has("technique")) {
    appearance.technique = one_of<Technique>(preset.at("technique"), technique_names());
  }
  if (preset.has("scale")) appearance.scale = one_of<ValueScale>(preset.at("scale"), scales);
}

Appearance read_preset(const JsonPlace& preset, const std::filesystem::path& file) {
  Appearance appearance;
  appearance.name = preset.at("name").text();
  if (!is_preset_name(appearance.name)) {
    preset.at("name").refuse("is not made of lower-case letters, digits and hyphens, at most 64");
  }
  appearance.title = preset.has("title") ? preset.at("title").text() : appearance.name;
  read_choice(preset, appearance);
  read_light(preset, appearance);
  read_points(preset, appearance);
  if (preset.has("window")) {
    const JsonPlace window = preset.at("window");
    appearance.window = {window.at("centre").number(), window.at("width").number()};
  } else if (!appearance.opacities.empty()) {
    appearance.window = window_over(appearance.opacities);
  }
  require_drawable_of(appearance, file, preset.place());
  return appearance;
}

LoadedPresets read_own(const JsonPlace& document, const std::filesystem::path& file) {
  const double version = document.at("version").number();
  if (version > format_version) {
    throw Error(ErrorCode::unsupported,
                file.string() + " is of version " + number_text(version) +
                    " of the form of presets; this program knows version " +
                    std::to_string(format_version) + ".",
                file.string());
  }
  if (version != format_version) document.at("version").refuse("is no version that ever was");
  LoadedPresets loaded;
  const auto tell = [&](const JsonPlace& place, std::initializer_list<std::string_view> known) {
    for (const std::string& key : place.others(known)) {
      loaded.messages.push_back(file.string() + ": " + (place.place().empty() ? "" : "in ") +
                                place.place() + (place.place().empty() ? "" : ", ") +
                                "the unknown key \"" + key + "\" is passed over.");
    }
  };
  tell(document, {"format", "version", "presets"});
  const JsonPlace list = document.at("presets");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const JsonPlace preset = list.at(i);
    tell(preset, {"name", "title", "modalities", "body_parts", "words", "technique", "scale",
                  "window", "shade", "ambient", "diffuse", "specular", "specular_power", "shadows", "colours",
                  "opacities", "gradient_opacities"});
    Appearance appearance = read_preset(preset, file);
    if (std::ranges::count(loaded.presets, appearance.name, &Appearance::name) > 0) {
      preset.at("name").refuse("is the name of a preset before it");
    }
    loaded.presets.push_back(std::move(appearance));
  }
  return loaded;
}

// Whole numbers are written without a point.
Json number_json(double value) {
  if (std::abs(value) < 9.0e15 && value == std::round(value)) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json preset_object(const Appearance& preset) {
  Json colours = Json::array();
  for (const ColourPoint& point : preset.colours) {
    colours.push_back({number_json(point.value), number_json(point.rgb[0]),
                       number_json(point.rgb[1]), number_json(point.rgb[2])});
  }
  Json opacities = Json::array();
  for (const OpacityPoint& point : preset.opacities) {
    opacities.push_back({number_json(point.value), number_json(point.opacity)});
  }
  Json gradients = Json::array();
  for (const GradientPoint& point : preset.gradient_opacities) {
    gradients.push_back({number_json(point.gradient), number_json(point.factor)});
  }
  return {{"name", preset.name},
          {"title", preset.title},
          {"modalities", preset.modalities},
          {"body_parts", preset.body_parts},
          {"words", preset.words},
          {"technique", to_string(preset.technique)},
          {"scale", scales.at(static_cast<std::size_t>(preset.scale))},
          {"window",
           {{"centre", number_json(preset.window.centre)},
            {"width", number_json(preset.window.width)}}},
          {"shade", preset.shade},
          {"ambient", number_json(preset.ambient)},
          {"diffuse", number_json(preset.diffuse)},
          {"specular", number_json(preset.specular)},
          {"specular_power", number_json(preset.specular_power)},
          {"shadows", number_json(preset.shadows)},
          {"colours", std::move(colours)},
          {"opacities", std::move(opacities)},
          {"gradient_opacities", std::move(gradients)}};
}

}  // namespace

LoadedPresets read_preset_json(const std::string& text, const std::filesystem::path& file) {
  Json document;
  try {
    document = Json::parse(text);
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorCode::invalid_argument, file.string() + " is no JSON that can be read.",
                file.string(), error.what());
  }
  const JsonPlace whole(document, file);
  if (whole.has("volumeProperties")) return read_slicer_json(whole, file);
  if (whole.at("format").text() != format_name) {
    whole.at("format").refuse("is not \"" + std::string(format_name) + "\"");
  }
  return read_own(whole, file);
}

std::string preset_json(const std::vector<Appearance>& presets) {
  Json list = Json::array();
  for (const Appearance& preset : presets) list.push_back(preset_object(preset));
  const Json document = {
      {"format", format_name}, {"version", format_version}, {"presets", std::move(list)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace volvr::io
