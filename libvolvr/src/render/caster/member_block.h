// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>

#include "render/caster/frame_block.h"

namespace volvr::render {

/// One entry of the shader's block `Members` (shaders/members.glsl), in the layout std140.
struct Member {
  std::array<Float4, 4> from_main{};
  Float4 box_low{};
  Float4 box_high{};
  Float4 voxels{};
  Float4 blocks{};
  std::array<Float4, 3> normal_matrix{};
  Float4 value_map{};
  Float4 material{};
  Float4 kind{};
};

using MemberBlock = std::array<Member, 4>;

/// A member's place beside the volume that it is drawn with; the rest is left 0.
/// @param main_from_member  of the datasets
Member placed_member(const RayGrid& main, const RayGrid& grid,
                     const Eigen::Affine3d& main_from_member);

}  // namespace volvr::render
