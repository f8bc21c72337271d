// SPDX-License-Identifier: Apache-2.0
#include "render/caster/brick_view.h"

#include <Eigen/Geometry>
#include <algorithm>

namespace volvr::render {

namespace {

constexpr double margin = 0.5 * BrickLayout::core;  // voxels that a brick may be off the screen

struct Box {
  Eigen::Vector3d low, high;
};

Box box_of(const BrickId& id, const Eigen::Vector3i& size) {
  const double side = static_cast<double>(BrickLayout::core) * (1 << id.level);
  const Eigen::Vector3d low = side * id.at.cast<double>();
  const Eigen::Vector3d last = (size.array() - 1).cast<double>().matrix();
  return {low, (low.array() + side).min(last.array()).matrix()};
}

}  // namespace

BrickView brick_view(const Rays& rays, const RayGrid& grid) {
  const Eigen::Vector3d size = grid.size.cast<double>();
  const auto place = [&](const Eigen::Vector3d& in_texture) -> Eigen::Vector3d {
    return (in_texture.array() * size.array() - 0.5).matrix();
  };
  const auto start = [&](double x, double y) {
    return place(rays.origin[0] + x * rays.origin[1] + y * rays.origin[2]);
  };
  const auto along = [&](double x, double y) -> Eigen::Vector3d {
    return (rays.direction[0] + x * rays.direction[1] + y * rays.direction[2]).cwiseProduct(size);
  };
  BrickView view;
  view.eye = start(0, 0);
  view.parallel = rays.direction[1].isZero() && rays.direction[2].isZero();
  view.dataset_from_voxel = grid.dataset_from_texture.linear() * size.cwiseInverse().asDiagonal();
  const std::array<std::array<double, 2>, 4> corners{{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}};
  const Eigen::Vector3d middle = view.eye + along(0, 0);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& [x, y] = corners[i];
    const auto& [next_x, next_y] = corners[(i + 1) % 4];
    const Eigen::Vector3d from = start(x, y);
    const Eigen::Vector3d to = start(next_x, next_y) + along(next_x, next_y);
    Eigen::Vector3d normal = along(x, y).cross(to - from);
    normal /= std::max(normal.norm(), 1e-300);
    if (normal.dot(middle - from) < 0.0) normal = -normal;
    view.sides[i] << normal, -normal.dot(from);
  }
  return view;
}

bool on_screen(const BrickView& view, const BrickId& id, const Eigen::Vector3i& size) {
  const Box box = box_of(id, size);
  return std::ranges::all_of(view.sides, [&](const Eigen::Vector4d& side) {
    double farthest = side[3];
    for (int axis = 0; axis < 3; ++axis) {
      farthest += std::max(side[axis] * box.low[axis], side[axis] * box.high[axis]);
    }
    return farthest >= -margin;
  });
}

double distance_to(const BrickView& view, const BrickId& id, const Eigen::Vector3i& size) {
  if (view.parallel) return 1.0;
  const Box box = box_of(id, size);
  const Eigen::Vector3d nearest = view.eye.cwiseMax(box.low).cwiseMin(box.high);
  const double least = view.dataset_from_voxel.colwise().norm().maxCoeff();
  return std::max((view.dataset_from_voxel * (nearest - view.eye)).norm(), least);
}

bool differ(const BrickView& a, const BrickView& b) {
  constexpr double most_turn = 0.02;  // of a unit normal
  constexpr double most_move = BrickLayout::core / 8.0;
  if (a.parallel != b.parallel || (a.eye - b.eye).norm() > most_move) return true;
  for (std::size_t i = 0; i < a.sides.size(); ++i) {
    if ((a.sides[i] - b.sides[i]).head<3>().norm() > most_turn) return true;
    if (std::abs(a.sides[i][3] - b.sides[i][3]) > margin) return true;
  }
  return a.dataset_from_voxel != b.dataset_from_voxel;
}

}  // namespace volvr::render
