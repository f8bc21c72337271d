// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

namespace volvr::surface {

using Triangle = std::array<std::uint32_t, 3>;

/// A triangle mesh in whatever frame its user says.
struct Mesh {
  std::vector<Eigen::Vector3f> points;
  std::vector<Triangle> triangles;
};

}  // namespace volvr::surface
