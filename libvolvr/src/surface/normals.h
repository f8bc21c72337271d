// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "surface/mesh.h"

namespace volvr::surface {

/// For each point the mean of its triangles' normals, weighted by area; a unit vector always.
std::vector<Eigen::Vector3f> point_normals(const Mesh& mesh);

}  // namespace volvr::surface
