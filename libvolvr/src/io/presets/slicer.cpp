// SPDX-License-Identifier: Apache-2.0
#include "io/presets/slicer.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/text.h"
#include "io/presets/preset_text.h"
#include "volvr/error.h"

namespace volvr::io {

namespace {

// "CT-AAA 2" becomes "slicer-ct-aaa-2".
std::string preset_name(const std::string& title) {
  constexpr std::size_t longest = 60;
  std::string name = "slicer-";
  for (const char c : title) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (letter || digit) {
      name += static_cast<char>(letter ? c | 0x20 : c);
    } else if (name.back() != '-') {
      name += '-';
    }
    if (name.size() == longest) break;
  }
  if (name == "slicer-") name += "preset";
  while (name.back() == '-') name.pop_back();
  return name;
}

bool has_word(const std::string& name, std::string_view word) {
  const auto words = split(name, '-');
  return std::ranges::find(words, word) != words.end();
}

std::vector<std::string> modalities_of(const std::string& name) {
  if (has_word(name, "ct")) return {"CT"};
  if (has_word(name, "mr") || has_word(name, "dti")) return {"MR"};
  if (has_word(name, "pet")) return {"PT"};
  if (has_word(name, "us")) return {"US"};
  return {};
}

// Slicer keeps the order of points at one value and moves them apart: so a step stays a step.
// Whether they were out of order.
template <class Point>
bool make_rising(std::vector<Point>& points) {
  const bool disordered = !std::ranges::is_sorted(points, {}, &Point::value);
  std::ranges::stable_sort(points, {}, &Point::value);
  if (points.size() < 2) return disordered;
  const double span = points.back().value - points.front().value;
  const double apart = 1e-6 * (span > 0.0 ? span : 1.0);
  for (std::size_t i = 1; i < points.size(); ++i) {
    points[i].value = std::max(points[i].value, points[i - 1].value + apart);
  }
  return disordered;
}

template <class Point>
bool are_finite(const std::vector<Point>& points) {
  return std::ranges::all_of(points, [](const Point& point) { return std::isfinite(point.value); });
}

bool is_constant(const std::vector<OpacityPoint>& points) {
  return std::ranges::all_of(
      points, [&](const OpacityPoint& point) { return point.opacity == points.front().opacity; });
}

// Of the property's unit distance, made that of a millimetre (Beer-Lambert).
double per_millimetre(double opacity, double unit_distance) {
  return unit_distance == 1.0 ? opacity : 1.0 - std::pow(1.0 - opacity, 1.0 / unit_distance);
}

std::string unique_name(const LoadedPresets& loaded, const std::string& name) {
  const auto taken = [&](const std::string& one) {
    return std::ranges::count(loaded.presets, one, &Appearance::name) > 0;
  };
  std::string unique = name;
  for (int i = 2; taken(unique); ++i) unique = name + "-" + std::to_string(i);
  return unique;
}

}  // namespace

void require_drawable_of(const Appearance& appearance, const std::filesystem::path& file,
                         const std::string& place) {
  try {
    require_drawable(appearance);
  } catch (const Error& error) {
    throw Error(error.code(),
                file.string() + (place.empty() ? "" : ", " + place) + ": " + error.what(),
                file.string());
  }
}

void add_slicer_property(LoadedPresets& loaded, SlicerProperty property,
                         const std::filesystem::path& file) {
  Appearance appearance;
  appearance.name = unique_name(loaded, preset_name(property.name));
  appearance.title = property.name + " (3D Slicer)";
  appearance.modalities = modalities_of(appearance.name);
  const auto tell = [&](const std::string& what) {
    loaded.messages.push_back(file.string() + ": " + appearance.name + ": " + what);
  };
  if (!(property.unit_distance > 0.0) || !std::isfinite(property.unit_distance)) {
    refuse_preset_file(file, property.place, "has a unit distance that is not above 0");
  }
  appearance.shade = property.shade;
  appearance.ambient = property.ambient;
  appearance.diffuse = property.diffuse;
  appearance.specular = property.specular;
  appearance.specular_power = property.specular_power;
  appearance.opacities = std::move(property.opacities);
  appearance.colours = std::move(property.colours);
  double factor = 1.0;
  if (!property.gradient_opacities.empty()) {
    if (is_constant(property.gradient_opacities)) {
      factor = property.gradient_opacities.front().opacity;
    } else {
      tell("its gradient opacity is left out.");
    }
  }
  for (OpacityPoint& point : appearance.opacities) {
    if (point.opacity < 0.0 || point.opacity > 1.0) continue;  // refused below
    point.opacity = factor * per_millimetre(point.opacity, property.unit_distance);
  }
  if (are_finite(appearance.opacities) && are_finite(appearance.colours)) {
    const bool opacities_moved = make_rising(appearance.opacities);
    const bool colours_moved = make_rising(appearance.colours);
    if (opacities_moved || colours_moved) tell("points out of order were sorted.");
  }
  if (!appearance.opacities.empty()) {
    appearance.window = property.window.value_or(window_over(appearance.opacities));
  }
  if (!property.linear) tell("it asks for interpolation that is not linear, which is left out.");
  if (property.curved) tell("lines between points that are bent or stepped are made straight.");
  if (has_word(appearance.name, "mip")) {
    appearance.technique = Technique::mip;
    tell("it becomes a maximum intensity projection, as its name says.");
  }
  require_drawable_of(appearance, file, property.place);
  loaded.presets.push_back(std::move(appearance));
}

std::string slicer_name_of(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  for (const std::string_view ending : {".json", ".vp", ".txt", ".xml"}) {
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  }
  return name;
}

std::vector<double> slicer_numbers(std::string_view text, std::size_t width,
                                   const std::filesystem::path& file, const std::string& place) {
  std::istringstream words{std::string(text)};
  std::string word;
  words >> word;
  const auto count = parse_integer(word);
  if (!count || *count < 0 || static_cast<std::size_t>(*count) % width != 0) {
    refuse_preset_file(
        file, place,
        "does not begin with a count of numbers, a multiple of " + std::to_string(width));
  }
  std::vector<double> numbers;
  while (numbers.size() < static_cast<std::size_t>(*count)) {
    word.clear();
    words >> word;
    const auto number = parse_number(word);
    if (!number) {
      refuse_preset_file(file, place,
                         "announces " + std::to_string(*count) + " numbers and holds " +
                             std::to_string(numbers.size()));
    }
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<Window> window_of_range(double low, double high) {
  if (!(low < high)) return std::nullopt;
  return Window{0.5 * (low + high), high - low};
}

std::vector<OpacityPoint> slicer_opacities(const std::vector<double>& numbers) {
  std::vector<OpacityPoint> points;
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
    points.push_back({numbers[i], numbers[i + 1]});
  }
  return points;
}

std::vector<ColourPoint> slicer_colours(const std::vector<double>& numbers) {
  std::vector<ColourPoint> points;
  for (std::size_t i = 0; i + 3 < numbers.size(); i += 4) {
    points.push_back({numbers[i], {numbers[i + 1], numbers[i + 2], numbers[i + 3]}});
  }
  return points;
}

}  // namespace volvr::io
