// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <functional>

#include "volvr/appearance.h"
#include "volvr/state.h"
#include "volvr/volume.h"

namespace volvr::test {

/// A value for every patient position in millimetres.
using Field = std::function<double(const Eigen::Vector3d&)>;

/// A grid whose middle is at `centre`, with these axes (unit columns) and spacing, that reaches
/// `half` millimetres from the middle along each axis at least.
struct GridOptions {
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  Eigen::Vector3d step = Eigen::Vector3d::Ones();
  double half = 50.0;
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();
};
GridGeometry make_grid(const GridOptions& options = {});

template <class T = float>
Volume sampled(const GridGeometry& grid, const Field& field) {
  const auto buffer = allocate_voxels(voxel_count(grid) * sizeof(T));
  T* out = static_cast<T*>(buffer.get());
  for (int k = 0; k < grid.size[2]; ++k) {
    for (int j = 0; j < grid.size[1]; ++j) {
      for (int i = 0; i < grid.size[0]; ++i) {
        *out++ = static_cast<T>(field(grid.patient_from_index * Eigen::Vector3d(i, j, k)));
      }
    }
  }
  return {grid, voxel_type_of<T>(), buffer};
}

/// Signed depth in millimetres below the surface of a ball: positive inside, 0 on the surface.
Field ball(const Eigen::Vector3d& centre, double radius);

/// The larger of the two: both bodies.
Field both(Field a, Field b);

/// White, unlit, opaque above `value` and clear below, through `ramp` values around it.
Appearance opaque_above(double value, double ramp = 0.1);

/// What State follows from an appearance for a volume, in the middle of the scene, life size.
State state_of(const Appearance& appearance, View view = View::anterior);

}  // namespace volvr::test
