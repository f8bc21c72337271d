// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "volvr/appearance.h"

namespace volvr {

/// One control point of a built-in preset: value, red, green, blue, opacity of a millimetre (or,
/// for a projection, of the whole ray). A projection's grey is white of rising opacity.
struct PresetPoint {
  double value;
  double red, green, blue;
  double opacity;
};

struct PresetLight {
  bool shade;
  double ambient, diffuse, specular, specular_power;
  double shadows = 0.0;
};

inline constexpr PresetLight matte{true, 0.25, 0.80, 0.05, 8.0};
inline constexpr PresetLight glossy{true, 0.12, 0.85, 0.25, 24.0};
inline constexpr PresetLight moist{true, 0.10, 0.85, 0.35, 40.0, 0.7};  // as tissue in an operation
inline constexpr PresetLight unlit{false, 1.0, 0.0, 0.0, 1.0};

/// A built-in preset as the tables hold it; lists are words with blanks between.
struct PresetRow {
  std::string_view name, title;
  std::string_view modalities;
  std::string_view body_parts;  ///< DICOM PS3.16, annex L, table L-1, and names found in its place
  std::string_view words;
  Technique technique;
  ValueScale scale;
  Window window;
  PresetLight light;
  std::span<const PresetPoint> points;
};

std::span<const PresetRow> ct_preset_rows();
std::span<const PresetRow> mr_and_pet_preset_rows();

}  // namespace volvr
