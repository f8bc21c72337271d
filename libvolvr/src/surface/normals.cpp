// SPDX-License-Identifier: Apache-2.0
#include "surface/normals.h"

#include <Eigen/Geometry>

namespace volvr::surface {

std::vector<Eigen::Vector3f> point_normals(const Mesh& mesh) {
  std::vector<Eigen::Vector3f> normals(mesh.points.size(), Eigen::Vector3f::Zero());
  for (const Triangle& corners : mesh.triangles) {
    const Eigen::Vector3f& at = mesh.points[corners[0]];
    const Eigen::Vector3f twice_area =
        (mesh.points[corners[1]] - at).cross(mesh.points[corners[2]] - at);
    for (const std::uint32_t corner : corners) normals[corner] += twice_area;
  }
  for (Eigen::Vector3f& normal : normals) {
    const float length = normal.norm();
    // Where triangles cancel out, any direction is as good; formats ask for one.
    if (length > 0.0F)
      normal /= length;
    else
      normal = Eigen::Vector3f::UnitZ();
  }
  return normals;
}

}  // namespace volvr::surface
