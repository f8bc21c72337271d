// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "volvr/progress.h"
#include "volvr/volume.h"

namespace volvr::surface {

/// 1 for each voxel inside of a body and 0 elsewhere, with one layer of 0 around the whole grid, so
/// that every border is closed. Order as in a Volume.
struct Mask {
  Eigen::Vector3i size = Eigen::Vector3i::Zero();  ///< two more than the grid's
  std::vector<std::uint8_t> inside;
  std::uint64_t count = 0;  ///< of voxels inside
};

/// Inside: `isovalue` or more. @throws Error cancelled
Mask mask_above(const Volume& volume, double isovalue, const ProgressSink& progress);

/// Inside: one of the labels. @throws Error invalid_argument (a label is nowhere), cancelled
Mask mask_of_labels(const Volume& volume, const std::vector<std::int64_t>& labels,
                    const ProgressSink& progress);

}  // namespace volvr::surface
