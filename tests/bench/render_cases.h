// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "volvr/layers.h"
#include "volvr/render.h"
#include "volvr/volume.h"

namespace volvr::bench {

/// One picture that every ray caster draws.
struct RenderCase {
  std::string name;
  std::shared_ptr<const Volume> volume;
  Appearance appearance;
  View view = View::anterior;
  double yaw = 0.0;
  double pitch = 0.0;
  bool inside = false;  ///< the camera stands in the middle of the volume
  Fused fused = {};     ///< drawn with it in one pass
};

/// The presets of each study's modality, from in front and obliquely.
/// @param studies  folders; the first series of each. Empty: the bundled CT and MR
std::vector<RenderCase> preset_cases(const std::vector<std::string>& studies);

/// What skipping helps least: the camera within the volume, and tissue that lets all light through.
std::vector<RenderCase> worst_cases(const std::vector<std::string>& studies);

/// Several in one pass: two looks of each bundled study, and of the CT a coarse one by its greatest
/// values, and labels of bone and lung.
std::vector<RenderCase> fused_cases();

/// Presets of the bundled CT on a cube of `side` voxels.
std::vector<RenderCase> drag_cases(int side);

/// The bundled CT as bone on cubes of 128 to `largest` voxels a side.
std::vector<RenderCase> size_cases(int largest);

}  // namespace volvr::bench
