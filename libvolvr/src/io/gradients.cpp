// SPDX-License-Identifier: Apache-2.0
#include "volvr/gradients.h"

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <cmath>

#include "core/text.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr double least_length = 1e-6;

// Right-angled axes of the image: those of the grid, k replaced by the normal on its side.
Eigen::Matrix3d image_axes(const GridGeometry& grid) {
  Eigen::Matrix3d axes = directions(grid);
  const Eigen::Vector3d normal = axes.col(0).cross(axes.col(1)).normalized();
  axes.col(1) = normal.cross(axes.col(0)).normalized();
  axes.col(2) = is_left_handed(grid) ? Eigen::Vector3d(-normal) : normal;
  return axes;
}

// Ten digits behind the point are more than a gradient is known to; no minus before a zero.
double rounded(double value) {
  const double result = std::round(value * 1e10) / 1e10;
  return result == 0.0 ? 0.0 : result;
}

}  // namespace

GradientTable gradient_table(const GridGeometry& grid, const std::vector<Diffusion>& weightings) {
  if (weightings.empty()) {
    throw Error(ErrorCode::invalid_argument, "There are no diffusion weightings to be written.");
  }
  const Eigen::Matrix3d axes = image_axes(grid);
  // RAS turns two axes of LPS, so both affines have the same sign.
  const double x_sign = grid.patient_from_index.linear().determinant() > 0.0 ? -1.0 : 1.0;
  GradientTable table;
  std::string lines[3];
  for (const Diffusion& weighting : weightings) {
    if (!std::isfinite(weighting.b_value) || !weighting.gradient.allFinite()) {
      throw Error(ErrorCode::invalid_argument, "A diffusion weighting is not finite.");
    }
    Eigen::Vector3d along = axes.transpose() * weighting.gradient;
    along.x() *= x_sign;
    const bool has_direction = along.norm() > least_length;
    if (has_direction) along.normalize();
    table.bval += (table.bval.empty() ? "" : " ") + number_text(weighting.b_value);
    for (int axis = 0; axis < 3; ++axis) {
      std::string& line = lines[axis];
      line += (line.empty() ? "" : " ") + number_text(has_direction ? rounded(along[axis]) : 0.0);
    }
  }
  table.bval += "\n";
  for (const std::string& line : lines) table.bvec += line + "\n";
  return table;
}

}  // namespace volvr
