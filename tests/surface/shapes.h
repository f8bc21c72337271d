// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <string>
#include <vector>

#include "render/fields.h"
#include "volvr/surface.h"

namespace volvr::test {

inline constexpr double pi = 3.14159265358979323846;

/// A grid and what is odd about it.
struct NamedGrid {
  std::string name;
  GridGeometry grid;
};

/// Around (12, -34, 56): straight, oblique, sheared, left-handed, flat voxels, and all of it at
/// once.
std::vector<NamedGrid> odd_grids(double half);
Eigen::Vector3d middle_of_odd_grids();

/// 1 where the field is positive and 0 elsewhere.
Field inside_of(Field depth);

/// A ball with bumps and noise, whose surface has specks, holes and thin walls.
Volume rough_ball(int size, double noise);

/// The largest distance of a point from the sphere, and the mean angle in degrees of its normals
/// against the sphere's.
struct FromSphere {
  double farthest = 0.0;
  double mean_distance = 0.0;
  double mean_angle = 0.0;
};
FromSphere against_sphere(const Surface& surface, const Eigen::Vector3d& centre, double radius);

/// Twice the area of the smallest triangle over the square of its longest side.
double thinnest_triangle(const Surface& surface);

}  // namespace volvr::test
