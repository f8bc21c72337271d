// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "render/caster/light_cells.h"
#include "render/caster/ray_clips.h"

namespace volvr::render {

/// How much light comes to each of the cells from six sides, through what lies between: soft shadows
/// and the dark of what is enclosed alike, for any direction of the light without more work.
///
/// Light goes through the cells slice by slice, each taking of it what its opacity takes and letting
/// it spread to its neighbours (as iterative convolution of slices does: Ropinski, Doering and
/// Rezk-Salama, "Interactive volumetric lighting simulating scattering and shadowing", 2010).
struct ShadeVolume {
  Eigen::Vector3i cells = Eigen::Vector3i::Zero();
  /// Four bytes a cell: 255 where all the light comes from further along x, y and z; one unused.
  std::vector<std::uint8_t> ahead;
  std::vector<std::uint8_t> behind;  ///< the same from the other sides
};

/// What light goes through: a volume's cells, and how its transfer function sees them.
struct ShadeUse {
  std::span<const float> opacities;  ///< over the scale of the cells, of a sample that is
  double thickness = 1.0;            ///< so thick
  Eigen::Vector3d spacing = Eigen::Vector3d::Ones();  ///< sides of a voxel, in the same unit
  const RayClips* clips = nullptr;   ///< what they remove takes no light
  Eigen::Vector3i size = Eigen::Vector3i::Ones();  ///< voxels of the volume
};

ShadeVolume shade_volume(const LightCells& cells, const ShadeUse& use);

/// What each side's light counts: ahead along x, y, z, then behind. They add up to 1.
using SideWeights = std::array<float, 6>;

/// Half of the light that comes from `key`, half of what comes from about `viewer`; both of length 1
/// and in the frame of the cells' axes.
SideWeights side_weights(const Eigen::Vector3d& key, const Eigen::Vector3d& viewer);

/// One byte a cell: the sum of its sides' light by their weights.
void weigh_sides(const ShadeVolume& shade, const SideWeights& weights,
                 std::vector<std::uint8_t>& result);

}  // namespace volvr::render
