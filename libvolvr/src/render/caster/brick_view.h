// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>

#include "render/caster/brick_layout.h"
#include "render/caster/frame_block.h"

namespace volvr::render {

/// From where a volume's bricks are seen. Places are voxels of level 0, at whole numbers.
struct BrickView {
  Eigen::Vector3d eye = Eigen::Vector3d::Zero();
  bool parallel = false;  ///< all bricks are seen from as far away
  Eigen::Matrix3d dataset_from_voxel = Eigen::Matrix3d::Identity();  ///< of differences
  /// The sides of what is seen: inside where dot(head<3>, place) + [3] >= 0.
  std::array<Eigen::Vector4d, 4> sides{};
};

BrickView brick_view(const Rays& rays, const RayGrid& grid);

/// Whether a brick can be on the screen; for one near the edge the answer is yes too, so that a
/// small turn of the head finds it there.
bool on_screen(const BrickView& view, const BrickId& id, const Eigen::Vector3i& size);

/// From the eye to the nearest point of the brick, dataset; at least about one voxel. 1 where all
/// are as far.
double distance_to(const BrickView& view, const BrickId& id, const Eigen::Vector3i& size);

/// Whether the views differ so much that other bricks may be wanted.
bool differ(const BrickView& a, const BrickView& b);

}  // namespace volvr::render
