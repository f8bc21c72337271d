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

/// How much light comes to each of the cells through what lies between: from six sides, for the
/// dark of what is enclosed, and from a lamp, for its soft shadows.
///
/// Light goes through the cells slice by slice, each taking of it what its opacity takes and
/// letting it spread to its neighbours (as iterative convolution of slices does: Ropinski, Doering
/// and Rezk-Salama, "Interactive volumetric lighting simulating scattering and shadowing", 2010).
struct ShadeVolume {
  Eigen::Vector3i cells = Eigen::Vector3i::Zero();
  /// Four bytes a cell: 255 where all the light comes from further along x, y and z, and from the
  /// lamp (add_lamp).
  std::vector<std::uint8_t> ahead;
  std::vector<std::uint8_t> behind;  ///< the same from the other sides; the fourth is unused
  std::vector<std::uint8_t> taken;   ///< 255 where a way of `length` through a cell takes all light
  double length = 1.0;
  Eigen::Vector3d sides = Eigen::Vector3d::Ones();  ///< of a cell
};

/// What light goes through: a volume's cells, and how its transfer function sees them.
struct ShadeUse {
  std::span<const float> opacities;  ///< over the scale of the cells, of a sample that is
  double thickness = 1.0;            ///< so thick
  Eigen::Vector3d spacing = Eigen::Vector3d::Ones();  ///< sides of a voxel, in the same unit
  const RayClips* clips = nullptr;                    ///< what they remove takes no light
  Eigen::Vector3i size = Eigen::Vector3i::Ones();     ///< voxels of the volume
};

ShadeVolume shade_volume(const LightCells& cells, const ShadeUse& use);

/// Has a lamp shine that is far away towards `key`, of length 1 and in the frame of the cells'
/// axes.
void add_lamp(ShadeVolume& shade, const Eigen::Vector3d& key);

/// What each side's light counts: ahead along x, y, z, then behind, then the lamp's. What is open
/// towards the viewer has all the light.
using SideWeights = std::array<float, 7>;

/// Half of the light is the lamp's, half comes from the sides about `viewer`, of length 1.
SideWeights side_weights(const Eigen::Vector3d& viewer);

/// One byte a cell: the sum of its sides' light by their weights.
void weigh_sides(const ShadeVolume& shade, const SideWeights& weights,
                 std::vector<std::uint8_t>& result);

}  // namespace volvr::render
