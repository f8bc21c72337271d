// SPDX-License-Identifier: Apache-2.0
#include "render/caster/member_block.h"

#include <Eigen/LU>

#include "render/caster/block_ranges.h"

namespace volvr::render {

namespace {

Float4 floats(const Eigen::Vector3d& v, double w = 0.0) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2]),
          static_cast<float>(w)};
}

}  // namespace

Member placed_member(const RayGrid& main, const RayGrid& grid,
                     const Eigen::Affine3d& main_from_member) {
  Member member;
  const Eigen::Affine3d main_from_texture = main_from_member * grid.dataset_from_texture;
  const Eigen::Affine3d from_main = main_from_texture.inverse() * main.dataset_from_texture;
  for (int column = 0; column < 3; ++column) {
    member.from_main[static_cast<std::size_t>(column)] = floats(from_main.linear().col(column));
  }
  member.from_main[3] = floats(from_main.translation());
  const Eigen::Vector3d size = grid.size.cast<double>();
  const Eigen::Vector3d half = 0.5 * size.cwiseInverse();
  member.box_low = floats(half);
  member.box_high = floats(Eigen::Vector3d::Ones() - half);
  member.voxels = floats(size);
  const Eigen::Vector3i blocks =
      ((grid.size.array() - 1 + BlockRanges::side - 1) / BlockRanges::side).max(1);
  member.blocks = floats(blocks.cast<double>(), BlockRanges::side);
  const Eigen::Matrix3d normals =
      main_from_texture.linear().inverse().transpose() * size.asDiagonal();
  const Eigen::Matrix3d scaled = normals / normals.cwiseAbs().maxCoeff();
  for (int column = 0; column < 3; ++column) {
    member.normal_matrix[static_cast<std::size_t>(column)] = floats(scaled.col(column));
  }
  return member;
}

}  // namespace volvr::render
