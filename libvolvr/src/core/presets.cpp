// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string_view>

#include "core/suggest.h"
#include "core/text.h"
#include "volvr/appearance.h"
#include "volvr/error.h"

namespace volvr {

namespace {

// One control point of a preset: value, red, green, blue, opacity of a millimetre (or, for a
// projection, of the whole ray). A projection's grey is white of rising opacity.
struct Point {
  double value;
  double red, green, blue;
  double opacity;
};

struct Light {
  bool shade;
  double ambient, diffuse, specular, specular_power;
};

constexpr Light matte{true, 0.25, 0.80, 0.05, 8.0};
constexpr Light glossy{true, 0.12, 0.85, 0.25, 24.0};
constexpr Light unlit{false, 1.0, 0.0, 0.0, 1.0};

struct Row {
  std::string_view name, title;
  std::string_view modalities;  // words
  Technique technique;
  ValueScale scale;
  Window window;
  Light light;
  std::span<const Point> points;
};

constexpr std::array ct_bone{
    Point{100, 0.45, 0.18, 0.12, 0.0},  Point{180, 0.66, 0.36, 0.24, 0.06},
    Point{280, 0.86, 0.68, 0.50, 0.45}, Point{500, 0.95, 0.87, 0.74, 0.85},
    Point{1100, 1.0, 0.98, 0.94, 0.97},
};
constexpr std::array ct_soft_tissue{
    Point{-150, 0.86, 0.70, 0.52, 0.0}, Point{-100, 0.90, 0.74, 0.55, 0.012},
    Point{-30, 0.86, 0.58, 0.46, 0.02}, Point{10, 0.78, 0.44, 0.35, 0.08},
    Point{60, 0.76, 0.37, 0.30, 0.35},  Point{130, 0.84, 0.46, 0.36, 0.55},
    Point{250, 0.94, 0.82, 0.70, 0.80}, Point{900, 1.0, 0.97, 0.92, 0.95},
};
constexpr std::array ct_lung{
    Point{-960, 0.20, 0.32, 0.48, 0.0},   Point{-900, 0.32, 0.50, 0.70, 0.008},
    Point{-820, 0.48, 0.68, 0.86, 0.028}, Point{-700, 0.78, 0.86, 0.94, 0.050},
    Point{-560, 1.0, 0.84, 0.76, 0.090},  Point{-420, 1.0, 0.74, 0.62, 0.10},
    Point{-320, 1.0, 0.70, 0.58, 0.025},  Point{-240, 1.0, 0.70, 0.58, 0.0},
};
constexpr std::array ct_angiography{
    Point{110, 0.45, 0.05, 0.04, 0.0},  Point{160, 0.62, 0.10, 0.07, 0.10},
    Point{230, 0.82, 0.22, 0.14, 0.55}, Point{350, 0.92, 0.50, 0.34, 0.75},
    Point{600, 0.98, 0.88, 0.74, 0.85}, Point{1200, 1.0, 0.98, 0.94, 0.95},
};
constexpr std::array ct_skin{
    Point{-600, 0.70, 0.48, 0.38, 0.0},
    Point{-400, 0.78, 0.55, 0.44, 0.35},
    Point{-200, 0.87, 0.66, 0.54, 0.90},
    Point{100, 0.92, 0.74, 0.62, 1.0},
};
constexpr std::array mr_mip{
    Point{0.2, 1.0, 1.0, 1.0, 0.0},
    Point{1.1, 1.0, 1.0, 1.0, 1.0},
};
constexpr std::array ct_mip{
    Point{-200, 1.0, 1.0, 1.0, 0.0},
    Point{1300, 1.0, 1.0, 1.0, 1.0},
};
constexpr std::array mr_t1{
    Point{0.03, 0.42, 0.34, 0.30, 0.0},  Point{0.10, 0.62, 0.52, 0.46, 0.05},
    Point{0.25, 0.80, 0.70, 0.63, 0.35}, Point{0.50, 0.92, 0.86, 0.80, 0.60},
    Point{1.0, 1.0, 0.99, 0.97, 0.85},
};
constexpr std::array mr_t2{
    Point{0.08, 0.20, 0.26, 0.40, 0.0},  Point{0.20, 0.40, 0.48, 0.64, 0.02},
    Point{0.45, 0.68, 0.74, 0.84, 0.12}, Point{0.70, 0.88, 0.94, 1.0, 0.45},
    Point{1.0, 1.0, 1.0, 1.0, 0.80},
};
constexpr std::array mr_brain{
    Point{0.22, 0.50, 0.40, 0.36, 0.0},  Point{0.34, 0.74, 0.60, 0.54, 0.02},
    Point{0.44, 0.90, 0.76, 0.68, 0.10}, Point{0.56, 1.0, 0.92, 0.86, 0.35},
    Point{0.75, 1.0, 0.98, 0.95, 0.20},  Point{1.0, 1.0, 1.0, 1.0, 0.04},
};
constexpr std::array pet_hot{
    Point{0.0, 0.45, 0.0, 0.0, 0.0},  Point{0.25, 0.75, 0.05, 0.0, 0.5},
    Point{0.50, 1.0, 0.40, 0.0, 1.0}, Point{0.75, 1.0, 0.80, 0.15, 1.0},
    Point{1.0, 1.0, 1.0, 0.90, 1.0},
};

using enum Technique;
using enum ValueScale;

constexpr std::array rows{
    Row{"ct-bone", "CT bone", "CT", composite, absolute, {400, 1000}, glossy, ct_bone},
    Row{"ct-soft-tissue",
        "CT soft tissue",
        "CT",
        composite,
        absolute,
        {50, 400},
        matte,
        ct_soft_tissue},
    Row{"ct-lung", "CT lung", "CT", composite, absolute, {-600, 800}, matte, ct_lung},
    Row{"ct-angiography",
        "CT angiography",
        "CT",
        composite,
        absolute,
        {300, 600},
        glossy,
        ct_angiography},
    Row{"ct-skin", "CT skin", "CT", composite, absolute, {-300, 600}, matte, ct_skin},
    Row{"ct-mip", "CT maximum intensity", "CT", mip, absolute, {550, 1500}, unlit, ct_mip},
    Row{"mr-t1", "MR T1", "MR", composite, relative, {0.5, 1.0}, matte, mr_t1},
    Row{"mr-t2", "MR T2", "MR", composite, relative, {0.5, 1.0}, matte, mr_t2},
    Row{"mr-brain", "MR brain", "MR", composite, relative, {0.5, 1.0}, matte, mr_brain},
    Row{"mr-angiography", "MR angiography", "MR", mip, relative, {0.65, 0.9}, unlit, mr_mip},
    Row{"pet-hot", "PET hot", "PT NM", mip, relative, {0.5, 1.0}, unlit, pet_hot},
};

Appearance made_from(const Row& row) {
  Appearance result;
  result.name = row.name;
  result.title = row.title;
  for (const auto word : split(row.modalities, ' ')) result.modalities.emplace_back(word);
  result.technique = row.technique;
  result.scale = row.scale;
  result.window = row.window;
  result.shade = row.light.shade;
  result.ambient = row.light.ambient;
  result.diffuse = row.light.diffuse;
  result.specular = row.light.specular;
  result.specular_power = row.light.specular_power;
  for (const Point& point : row.points) {
    result.colours.push_back({point.value, {point.red, point.green, point.blue}});
    result.opacities.push_back({point.value, point.opacity});
  }
  return result;
}

}  // namespace

const std::vector<Appearance>& presets() {
  static const std::vector<Appearance> all = [] {
    std::vector<Appearance> made;
    std::ranges::transform(rows, std::back_inserter(made), made_from);
    return made;
  }();
  return all;
}

const Appearance& find_preset(std::string_view name) {
  const auto at = std::ranges::find(presets(), name, &Appearance::name);
  if (at != presets().end()) return *at;
  std::vector<std::string_view> names;
  for (const Row& row : rows) names.push_back(row.name);
  throw Error(ErrorCode::unknown_preset,
              "There is no preset \"" + std::string(name) + "\"" + suggestion(name, names),
              std::string(name));
}

std::vector<std::string> presets_for(std::string_view modality) {
  std::vector<std::string> meant;
  std::vector<std::string> by_histogram;
  std::vector<std::string> by_unit;
  for (const Appearance& preset : presets()) {
    if (std::ranges::count(preset.modalities, modality) > 0) meant.push_back(preset.name);
    (preset.scale == relative ? by_histogram : by_unit).push_back(preset.name);
  }
  if (!meant.empty()) return meant;
  // Of values in an unknown unit, a preset placed by their histogram shows something.
  by_histogram.insert(by_histogram.end(), by_unit.begin(), by_unit.end());
  return by_histogram;
}

}  // namespace volvr
