// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "render/display_image.h"
#include "render/ray_caster.h"
#include "volvr/layers.h"

namespace volvr::render {

/// What is drawn with a volume in one pass.
struct Fused {
  std::vector<Layer> layers = {};
  std::optional<Labels> labels = {};
  bool empty() const { return layers.empty() && !labels; }
};

/// Gives it to the ray caster of `main`.
/// @param technique  that the main volume is drawn with
/// @throws Error unsupported (a ray caster, technique or volume that layers do not go with),
///         invalid_argument (more than three layers, opacities, transforms), as resolve
void fuse(RayCaster& caster, const DisplayImage& main, Technique technique, const Fused& fused);

/// Points in patient millimetres of the main volume around all that layers and labels show.
std::vector<Eigen::Vector3d> visible_outline(const Fused& fused);

}  // namespace volvr::render
