// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

namespace volvr::surface {

/// Sum of squared distances from a point to planes, each weighted: x'Ax + 2b'x + c.
struct Quadric {
  double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;  ///< A, symmetric
  Eigen::Vector3d b = Eigen::Vector3d::Zero();
  double c = 0;

  void add_plane(const Eigen::Vector3d& normal, double offset, double weight) {
    xx += weight * normal.x() * normal.x();
    xy += weight * normal.x() * normal.y();
    xz += weight * normal.x() * normal.z();
    yy += weight * normal.y() * normal.y();
    yz += weight * normal.y() * normal.z();
    zz += weight * normal.z() * normal.z();
    b += weight * offset * normal;
    c += weight * offset * offset;
  }

  Quadric& operator+=(const Quadric& other) {
    xx += other.xx, xy += other.xy, xz += other.xz;
    yy += other.yy, yz += other.yz, zz += other.zz;
    b += other.b;
    c += other.c;
    return *this;
  }

  Eigen::Matrix3d matrix() const {
    Eigen::Matrix3d a;
    a << xx, xy, xz, xy, yy, yz, xz, yz, zz;
    return a;
  }

  double at(const Eigen::Vector3d& x) const { return x.dot(matrix() * x) + 2.0 * b.dot(x) + c; }
};

}  // namespace volvr::surface
