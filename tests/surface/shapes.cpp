// SPDX-License-Identifier: Apache-2.0
#include "surface/shapes.h"

#include <algorithm>
#include <cmath>

namespace volvr::test {

Eigen::Vector3d middle_of_odd_grids() {
  return {12.0, -34.0, 56.0};
}

std::vector<NamedGrid> odd_grids(double half) {
  const Eigen::Vector3d middle = middle_of_odd_grids();
  const Eigen::Matrix3d turned =
      Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  Eigen::Matrix3d sheared = Eigen::Matrix3d::Identity();
  sheared.col(2) = Eigen::Vector3d(0, 0.3, 1).normalized();
  const Eigen::Matrix3d mirrored = Eigen::Vector3d(1, 1, -1).asDiagonal();
  const Eigen::Vector3d flat(0.7, 0.9, 2.5);
  std::vector<NamedGrid> grids;
  const auto add = [&](const char* name, const Eigen::Matrix3d& axes, const Eigen::Vector3d& step) {
    grids.push_back({name, make_grid({axes, step, half, middle})});
  };
  add("straight", Eigen::Matrix3d::Identity(), Eigen::Vector3d::Ones());
  add("oblique", turned, Eigen::Vector3d::Ones());
  add("sheared", sheared, Eigen::Vector3d::Ones());
  add("left-handed", mirrored, Eigen::Vector3d::Ones());
  add("flat voxels", Eigen::Matrix3d::Identity(), flat);
  add("all at once", turned * sheared * mirrored, flat);
  return grids;
}

Field inside_of(Field depth) {
  return [depth](const Eigen::Vector3d& point) { return depth(point) > 0.0 ? 1.0 : 0.0; };
}

Volume rough_ball(int size, double noise) {
  GridGeometry grid;
  grid.size.setConstant(size);
  std::mt19937 random(7);
  std::normal_distribution<double> grain(0.0, noise);
  const double half = 0.5 * (size - 1);
  return sampled(grid, [&](const Eigen::Vector3d& p) {
    const double bumps =
        3.0 * std::sin(p.x() / 3.0) * std::sin(p.y() / 4.0) * std::sin(p.z() / 3.5);
    return 0.7 * half - (p.array() - half).matrix().norm() + bumps + grain(random);
  });
}

FromSphere against_sphere(const Surface& surface, const Eigen::Vector3d& centre, double radius) {
  FromSphere found;
  for (std::size_t i = 0; i < surface.points.size(); ++i) {
    const Eigen::Vector3d from = surface.points[i].cast<double>() - centre;
    const double distance = std::abs(from.norm() - radius);
    found.farthest = std::max(found.farthest, distance);
    found.mean_distance += distance;
    const double cosine = surface.normals[i].cast<double>().dot(from.normalized());
    found.mean_angle += std::acos(std::clamp(cosine, -1.0, 1.0)) * 180.0 / pi;
  }
  found.mean_distance /= static_cast<double>(surface.points.size());
  found.mean_angle /= static_cast<double>(surface.points.size());
  return found;
}

double thinnest_triangle(const Surface& surface) {
  double thinnest = 1.0;
  for (const auto& corners : surface.triangles) {
    const Eigen::Vector3d a = surface.points[corners[0]].cast<double>();
    const Eigen::Vector3d b = surface.points[corners[1]].cast<double>();
    const Eigen::Vector3d c = surface.points[corners[2]].cast<double>();
    const double longest =
        std::max({(b - a).squaredNorm(), (c - b).squaredNorm(), (a - c).squaredNorm()});
    thinnest = std::min(thinnest, (b - a).cross(c - a).norm() / longest);
  }
  return thinnest;
}

}  // namespace volvr::test
