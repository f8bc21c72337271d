// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "render/caster/brick_needs.h"
#include "render/caster/brick_view.h"

namespace volvr::render {

/// The bricks that should be on the GPU, the most wanted first: every needed brick of level 0 where
/// there is room for all of them; else the coarsest ones, which are there always, are replaced by
/// their parts wherever their voxels look largest, until the room is used up. What is on the screen
/// comes before what is not.
/// @param size      voxels of the volume
/// @param room      how many bricks, beside all of the coarsest level
/// @param is_there  whether a brick is on the GPU; of two that look alike such a one is kept
/// @return none of the coarsest level
std::vector<BrickId> choose_bricks(const BrickNeeds& needs, const Eigen::Vector3i& size,
                                   const BrickView& view, std::size_t room,
                                   const std::function<bool(const BrickId&)>& is_there);

}  // namespace volvr::render
