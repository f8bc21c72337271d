// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <vector>

#include "render/caster/brick_layout.h"

namespace volvr::render {

/// Which bricks of each level hold anything that rays can meet: the others are never wanted.
struct BrickNeeds {
  struct Level {
    Eigen::Vector3i bricks = Eigen::Vector3i::Zero();
    std::vector<std::uint8_t> needed;  ///< x runs fastest

    std::size_t index(const Eigen::Vector3i& at) const {
      return (static_cast<std::size_t>(at[2]) * static_cast<std::size_t>(bricks[1]) +
              static_cast<std::size_t>(at[1])) *
                 static_cast<std::size_t>(bricks[0]) +
             static_cast<std::size_t>(at[0]);
    }
  };
  std::vector<Level> levels;

  int top() const { return static_cast<int>(levels.size()) - 1; }
  bool has(const BrickId& id) const {
    const Level& level = levels[static_cast<std::size_t>(id.level)];
    return level.needed[level.index(id.at)] != 0;
  }
};

/// The blocks in which rays leap (BlockRanges, DistanceMap).
struct BlockGrid {
  Eigen::Vector3i blocks = Eigen::Vector3i::Ones();
  int side = 4;   ///< voxels
  int reach = 0;  ///< voxels around a block in which it causes samples
};

/// @param size    voxels of the volume
/// @param levels  how many, at least 1
/// @param needed  whether rays take samples in the block of this number, x running fastest; called
///                from several threads
BrickNeeds brick_needs(const Eigen::Vector3i& size, int levels, const BlockGrid& grid,
                       const std::function<bool(std::size_t)>& needed);

/// Calls `f(id)` for each brick of the next finer level that a brick consists of.
template <class F>
void for_each_part(const BrickNeeds& needs, const BrickId& id, F&& f) {
  const Eigen::Vector3i& bricks = needs.levels[static_cast<std::size_t>(id.level - 1)].bricks;
  for (int part = 0; part < 8; ++part) {
    const Eigen::Vector3i at = 2 * id.at + Eigen::Vector3i(part & 1, part >> 1 & 1, part >> 2 & 1);
    if ((at.array() < bricks.array()).all()) f(BrickId{id.level - 1, at});
  }
}

/// Calls `f(at)` for each place of a grid, x running fastest.
template <class F>
void for_each_place(const Eigen::Vector3i& first, const Eigen::Vector3i& end, F&& f) {
  for (int z = first[2]; z < end[2]; ++z) {
    for (int y = first[1]; y < end[1]; ++y) {
      for (int x = first[0]; x < end[0]; ++x) f(Eigen::Vector3i(x, y, z));
    }
  }
}

}  // namespace volvr::render
