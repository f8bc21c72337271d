// SPDX-License-Identifier: Apache-2.0
#include "render/solid.h"

#include <utility>

#include "render/look.h"

namespace volvr::render {

namespace {

constexpr double solid_opacity = 0.13;  // of a millimetre: 1 - (1 - 0.13)^5 is a half

}  // namespace

std::function<bool(const Eigen::Vector3d&)> solid_places(const Volume& volume, const State& state) {
  const bool is_surface = state.technique == Technique::isosurface;
  if (volume.components() != 1 || (state.technique != Technique::composite && !is_surface)) {
    return {};
  }
  return [volume, clips = state.clips, is_surface,
          look = look_of(state)](const Eigen::Vector3d& in_patient) {
    const std::optional<double> value = probe(volume, in_patient);
    if (!value || !keeps(clips, in_patient)) return false;
    if (is_surface) return *value >= 0.5 * (look.black + look.white);
    return opacity_at(look.appearance, *value) >= solid_opacity;
  };
}

}  // namespace volvr::render
