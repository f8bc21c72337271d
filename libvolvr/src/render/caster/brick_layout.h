// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

namespace volvr::render {

/// How a volume too large for one texture is cut into cubes of voxels (bricks), of which a GPU holds
/// some. Level 0 has the volume's own voxels; a voxel of level L + 1 is the mean of eight of level
/// L. Each brick is stored with the voxels around it (repeated at the volume's edge), so that
/// samples and the differences one voxel to either side need no other brick.
struct BrickLayout {
  static constexpr int core = 60;   ///< voxels a side that are the brick's own
  static constexpr int apron = 2;   ///< of its neighbours, to either side
  static constexpr int stored = core + 2 * apron;
};

/// One brick: its level and its place among the bricks of that level.
struct BrickId {
  int level = 0;
  Eigen::Vector3i at = Eigen::Vector3i::Zero();
};

/// Voxels of a volume's level, from those of level 0.
inline Eigen::Vector3i level_size(const Eigen::Vector3i& size, int level) {
  return ((size.array() - 1) / (1 << level) + 1).matrix();
}

/// Bricks along each axis of a level with so many voxels.
inline Eigen::Vector3i brick_count(const Eigen::Vector3i& level_size) {
  return ((level_size.array() - 1) / BrickLayout::core + 1).matrix();
}

}  // namespace volvr::render
