// SPDX-License-Identifier: Apache-2.0
#include "volvr/geometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace volvr {

namespace {

constexpr double degrees_per_radian = 180.0 / std::numbers::pi;

// The patient direction nearest to `axis`, not one of `taken`.
int main_axis(const Eigen::Vector3d& axis, const std::array<bool, 3>& taken) {
  int best = -1;
  for (int i = 0; i < 3; ++i) {
    if (taken[static_cast<std::size_t>(i)]) continue;
    if (best < 0 || std::abs(axis[i]) > std::abs(axis[best])) best = i;
  }
  return best;
}

Eigen::Vector3d slice_normal(const GridGeometry& grid) {
  const Eigen::Matrix3d linear = grid.patient_from_index.linear();
  return linear.col(0).cross(linear.col(1)).normalized();
}

}  // namespace

Eigen::Vector3d spacing(const GridGeometry& grid) {
  return grid.patient_from_index.linear().colwise().norm();
}

Eigen::Matrix3d directions(const GridGeometry& grid) {
  return grid.patient_from_index.linear().colwise().normalized();
}

Eigen::Vector3d origin(const GridGeometry& grid) { return grid.patient_from_index.translation(); }

Eigen::Vector3d centre(const GridGeometry& grid) {
  return grid.patient_from_index * (0.5 * (grid.size.cast<double>().array() - 1.0)).matrix();
}

std::uint64_t voxel_count(const GridGeometry& grid) {
  if ((grid.size.array() <= 0).any()) return 0;
  return static_cast<std::uint64_t>(grid.size[0]) * static_cast<std::uint64_t>(grid.size[1]) *
         static_cast<std::uint64_t>(grid.size[2]);
}

Eigen::AlignedBox3d bounds_in_patient(const GridGeometry& grid) {
  Eigen::AlignedBox3d bounds;
  for (int corner = 0; corner < 8; ++corner) {
    Eigen::Vector3d index;
    for (int axis = 0; axis < 3; ++axis) {
      index[axis] = ((corner >> axis) & 1) != 0 ? grid.size[axis] - 0.5 : -0.5;
    }
    bounds.extend(grid.patient_from_index * index);
  }
  return bounds;
}

double shear_degrees(const GridGeometry& grid) {
  const double cosine = std::abs(slice_normal(grid).dot(directions(grid).col(2)));
  return std::acos(std::min(1.0, cosine)) * degrees_per_radian;
}

bool is_left_handed(const GridGeometry& grid) {
  return grid.patient_from_index.linear().determinant() < 0.0;
}

std::string axis_codes(const GridGeometry& grid) {
  constexpr std::array<char, 3> positive{'L', 'P', 'S'};
  constexpr std::array<char, 3> negative{'R', 'A', 'I'};
  const Eigen::Matrix3d axes = directions(grid);
  std::array<bool, 3> taken{};
  std::string codes;
  for (int column = 0; column < 3; ++column) {
    const int row = main_axis(axes.col(column), taken);
    const auto at = static_cast<std::size_t>(row);
    taken[at] = true;
    codes += axes(row, column) >= 0.0 ? positive[at] : negative[at];
  }
  return codes;
}

std::string plane_name(const GridGeometry& grid) {
  constexpr std::array<const char*, 3> planes{"sagittal", "coronal", "axial"};
  const Eigen::Vector3d normal = slice_normal(grid);
  const int axis = main_axis(normal, {});
  const double lean = std::acos(std::min(1.0, std::abs(normal[axis]))) * degrees_per_radian;
  return (lean > 1.0 ? "oblique " : "") + std::string(planes[static_cast<std::size_t>(axis)]);
}

}  // namespace volvr
