// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "review/limits.h"
#include "volvr/command.h"

namespace volvr {

namespace {

constexpr double smallest_first_size = 0.30;  // metres, seen at arm's length
constexpr double largest_first_size = 0.60;

// Life size, unless the study would then be too small to see or too large to see whole.
double first_magnification(const GridGeometry& grid) {
  const double metres = bounds_in_patient(grid).sizes().maxCoeff() * 0.001;
  return std::clamp(metres, smallest_first_size, largest_first_size) / metres;
}

}  // namespace

State first_state(const Volume& volume, std::string_view preset) {
  const std::string name =
      preset.empty() ? presets_for(volume.provenance().series).front() : std::string(preset);
  return first_state(volume, find_preset(name));
}

State first_state(const Volume& volume, const Appearance& preset) {
  State state;
  state.appearance = resolve(preset, volume);
  state.preset = preset.name;
  state.window = state.appearance.window;
  state.technique = state.appearance.technique;
  state.shade = state.appearance.shade;
  state.pose.scene_from_patient = scene_from_patient(View::anterior);
  state.pose.magnification = first_magnification(volume.geometry());
  state.pose = review::within_limits(state.pose);
  return state;
}

}  // namespace volvr
