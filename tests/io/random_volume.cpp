// SPDX-License-Identifier: Apache-2.0
#include "io/random_volume.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace volvr::test {

namespace {

double between(double low, double high, std::mt19937_64& random) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

template <class T>
void fill(std::span<T> values, std::mt19937_64& random) {
  for (T& value : values) {
    if constexpr (std::is_floating_point_v<T>) {
      value = static_cast<T>(between(-1e6, 1e6, random));
    } else {
      value = static_cast<T>(random());
    }
  }
  values.front() = std::numeric_limits<T>::lowest();
  values.back() = std::numeric_limits<T>::max();
}

void fill(void* buffer, std::size_t count, VoxelType type, std::mt19937_64& random) {
  const auto as = [&]<class T>(T*) { fill(std::span(static_cast<T*>(buffer), count), random); };
  switch (type) {
    case VoxelType::int8:
      return as(static_cast<std::int8_t*>(nullptr));
    case VoxelType::uint8:
      return as(static_cast<std::uint8_t*>(nullptr));
    case VoxelType::int16:
      return as(static_cast<std::int16_t*>(nullptr));
    case VoxelType::uint16:
      return as(static_cast<std::uint16_t*>(nullptr));
    case VoxelType::int32:
      return as(static_cast<std::int32_t*>(nullptr));
    case VoxelType::uint32:
      return as(static_cast<std::uint32_t*>(nullptr));
    case VoxelType::float32:
      return as(static_cast<float*>(nullptr));
    case VoxelType::float64:
      return as(static_cast<double*>(nullptr));
  }
}

}  // namespace

Eigen::Matrix3d axis_order(int which) {
  std::array<int, 3> order = {0, 1, 2};
  for (int i = 0; i < which / 8; ++i) std::ranges::next_permutation(order);
  Eigen::Matrix3d axes = Eigen::Matrix3d::Zero();
  for (int column = 0; column < 3; ++column) {
    axes(order[static_cast<std::size_t>(column)], column) = (which >> column & 1) != 0 ? -1 : 1;
  }
  return axes;
}

GridGeometry random_grid(const Eigen::Matrix3d& axes, std::mt19937_64& random) {
  GridGeometry grid;
  Eigen::Vector3d voxel;
  for (int axis = 0; axis < 3; ++axis) {
    grid.size[axis] = static_cast<int>(2 + random() % 19);
    voxel[axis] = between(0.1, 30.0, random);
  }
  grid.patient_from_index.linear() = axes * voxel.asDiagonal();
  grid.patient_from_index.translation() = Eigen::Vector3d(
      between(-400, 400, random), between(-400, 400, random), between(-1800, 1800, random));
  return grid;
}

Eigen::Matrix3d random_rotation(std::mt19937_64& random) {
  Eigen::Vector4d four;
  std::normal_distribution<double> normal;
  for (double& value : four) value = normal(random);
  return Eigen::Quaterniond(four.normalized()).toRotationMatrix();
}

Eigen::Matrix3d tilted_axial(double radians) {
  return (Eigen::AngleAxisd(radians, Eigen::Vector3d::UnitX()) *
          Eigen::AngleAxisd(1.7 * radians, Eigen::Vector3d::UnitY()) *
          Eigen::AngleAxisd(-0.6 * radians, Eigen::Vector3d::UnitZ()))
      .toRotationMatrix();
}

Eigen::Matrix3d random_shear(std::mt19937_64& random) {
  Eigen::Matrix3d axes = random_rotation(random);
  const double radians = between(2.0, 25.0, random) * std::numbers::pi / 180.0;
  axes.col(2) = std::cos(radians) * axes.col(2) + std::sin(radians) * axes.col(1);
  return axes;
}

Volume random_volume(const GridGeometry& grid, VoxelType type, std::mt19937_64& random,
                     int components) {
  const std::size_t count = voxel_count(grid) * static_cast<std::size_t>(components);
  const auto buffer = allocate_voxels(count * bytes_per_value(type));
  fill(buffer.get(), count, type, random);
  return {grid, type, buffer, components};
}

double worst_corner(const GridGeometry& grid, const Eigen::Affine3d& read_back) {
  double worst = 0.0;
  const Eigen::Vector3d last = (grid.size.array() - 1).cast<double>();
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d index((corner & 1) != 0 ? last.x() : 0.0,
                                (corner & 2) != 0 ? last.y() : 0.0,
                                (corner & 4) != 0 ? last.z() : 0.0);
    worst = std::max(worst, (grid.patient_from_index * index - read_back * index).norm());
  }
  return worst;
}

}  // namespace volvr::test
