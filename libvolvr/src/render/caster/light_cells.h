// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include <vtkDataArray.h>

namespace volvr::render {

/// The least, the mean and the greatest value in each cell of a grid coarser than a volume's, whose
/// cells are about as long along each axis: what light meets there. Values are counted in steps of
/// 1/65535 of the array's range.
struct LightCells {
  Eigen::Vector3i voxels = Eigen::Vector3i::Ones();  ///< of a cell along each axis
  Eigen::Vector3i cells = Eigen::Vector3i::Zero();   ///< at least 2 along each; x runs fastest
  std::vector<std::uint16_t> low;
  std::vector<std::uint16_t> mean;
  std::vector<std::uint16_t> high;
};

/// @param size  voxels along each axis, at least 2
/// @param component  of `values` that opacity goes by
/// @param lowest, highest  ends of the scale
/// @param spacing  sides of a voxel
LightCells light_cells(vtkDataArray& values, const Eigen::Vector3i& size, int component,
                       double lowest, double highest, const Eigen::Vector3d& spacing);

}  // namespace volvr::render
