// SPDX-License-Identifier: Apache-2.0
#include "xr/phantom.h"

#include <cstdint>
#include <memory>

namespace volvr::test {

namespace {

constexpr int side = 64;
constexpr double spacing = 2.0;  // millimetres
constexpr std::int16_t air = -1000;
constexpr std::int16_t bone = 1200;

bool is_bone(int i, int j, int k) {
  const Eigen::Vector3d from_middle =
      (Eigen::Vector3d(i, j, k) - Eigen::Vector3d::Constant((side - 1) / 2.0)) * spacing;
  return std::abs(from_middle.x()) < 30.0 && std::abs(from_middle.y()) < 20.0 &&
         std::abs(from_middle.z()) < 45.0;
}

}  // namespace

Volume bone_block() {
  GridGeometry grid;
  grid.size = Eigen::Vector3i::Constant(side);
  grid.patient_from_index.scale(spacing);
  const auto bytes = voxel_count(grid) * sizeof(std::int16_t);
  const auto buffer = allocate_voxels(bytes);
  auto* value = static_cast<std::int16_t*>(buffer.get());
  for (int k = 0; k < side; ++k) {
    for (int j = 0; j < side; ++j) {
      for (int i = 0; i < side; ++i) *value++ = is_bone(i, j, k) ? bone : air;
    }
  }
  auto provenance = std::make_shared<Provenance>();
  provenance->series.modality = "CT";
  return Volume(grid, VoxelType::int16, buffer, 1, "HU", provenance);
}

}  // namespace volvr::test
