// SPDX-License-Identifier: Apache-2.0
#include "render/caster/brick_needs.h"

#include <algorithm>

#include "core/parallel.h"

namespace volvr::render {

namespace {

// The blocks in which samples of a brick can lie, along one axis.
void blocks_of(int brick, int side, int reach, int blocks, int& first, int& end) {
  const int low = std::max(brick * BrickLayout::core - reach, 0);
  const int high = brick * BrickLayout::core + BrickLayout::core - 1 + reach;
  first = std::min(low / side, blocks - 1);
  end = std::min(high / side + 1, blocks);
}

BrickNeeds::Level coarser(const BrickNeeds::Level& finer, const Eigen::Vector3i& bricks) {
  BrickNeeds::Level level;
  level.bricks = bricks;
  level.needed.assign(static_cast<std::size_t>(bricks.cast<std::int64_t>().prod()), 0);
  for_each_place(Eigen::Vector3i::Zero(), finer.bricks, [&](const Eigen::Vector3i& at) {
    if (finer.needed[finer.index(at)] != 0) level.needed[level.index(at / 2)] = 1;
  });
  return level;
}

}  // namespace

BrickNeeds brick_needs(const Eigen::Vector3i& size, int levels, const BlockGrid& grid,
                       const std::function<bool(std::size_t)>& needed) {
  BrickNeeds needs;
  BrickNeeds::Level finest;
  finest.bricks = brick_count(size);
  finest.needed.assign(static_cast<std::size_t>(finest.bricks.cast<std::int64_t>().prod()), 0);
  const auto in_line = [&](int y, int z, int first, int end) {
    const std::size_t row = static_cast<std::size_t>(z) * static_cast<std::size_t>(grid.blocks[1]) +
                            static_cast<std::size_t>(y);
    const std::size_t from = row * static_cast<std::size_t>(grid.blocks[0]);
    for (int x = first; x < end; ++x) {
      if (needed(from + static_cast<std::size_t>(x))) return true;
    }
    return false;
  };
  const auto in_brick = [&](const Eigen::Vector3i& brick) {
    Eigen::Vector3i first;
    Eigen::Vector3i end;
    for (int axis = 0; axis < 3; ++axis) {
      blocks_of(brick[axis], grid.side, grid.reach, grid.blocks[axis], first[axis], end[axis]);
    }
    for (int z = first[2]; z < end[2]; ++z) {
      for (int y = first[1]; y < end[1]; ++y) {
        if (in_line(y, z, first[0], end[0])) return true;
      }
    }
    return false;
  };
  parallel_for(static_cast<std::size_t>(finest.bricks[2]), 0, [&](std::size_t z) {
    const auto layer = static_cast<int>(z);
    const Eigen::Vector3i end(finest.bricks[0], finest.bricks[1], layer + 1);
    for_each_place({0, 0, layer}, end, [&](const Eigen::Vector3i& brick) {
      finest.needed[finest.index(brick)] = in_brick(brick) ? 1 : 0;
    });
  });
  needs.levels.push_back(std::move(finest));
  for (int level = 1; level < levels; ++level) {
    needs.levels.push_back(coarser(needs.levels.back(), brick_count(level_size(size, level))));
  }
  return needs;
}

}  // namespace volvr::render
