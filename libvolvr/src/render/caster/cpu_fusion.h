// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "render/caster/cpu_rays.h"
#include "render/caster/label_sampler.h"
#include "render/caster/member_block.h"

namespace volvr::render {

/// What is drawn with a volume, as processors see it.
struct CpuMember {
  Member place;
  /// Columns: its voxels, i at voxel i, from those of the main volume; then what is added.
  std::array<Float4, 3> voxel_from_main{};
  Float4 voxel_of_main{};
  /// Its voxels and its look; normals are in the main dataset, light is the main volume's.
  CpuPicture picture;
};

struct CpuLayer : CpuMember {
  bool greatest = false;  ///< its greatest value along the ray is shown
};

struct CpuLabels : CpuMember {
  LabelSampler sampler;
  bool tint = false;  ///< labels colour what is seen of the main volume, else are bodies
};

/// All that is drawn with a main volume in one pass: shaders/fusion.glsl says how they mix.
struct CpuFusion {
  std::vector<CpuLayer> layers;
  std::optional<CpuLabels> labels;
};

}  // namespace volvr::render
