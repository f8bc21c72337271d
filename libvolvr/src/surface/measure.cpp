// SPDX-License-Identifier: Apache-2.0
#include <Eigen/Geometry>
#include <algorithm>

#include "volvr/surface.h"

namespace volvr {

namespace {

// Each directed edge once, and its opposite once.
bool is_closed(const Surface& surface) {
  std::vector<std::uint64_t> edges;
  edges.reserve(3 * surface.triangles.size());
  for (const auto& corners : surface.triangles) {
    for (std::size_t i = 0; i < 3; ++i) {
      const std::uint64_t from = corners[i];
      const std::uint64_t to = corners[(i + 1) % 3];
      // The two directions of an edge become neighbours: sorted by its ends, then by direction.
      edges.push_back((std::min(from, to) << 33) | (std::max(from, to) << 1) |
                      (from < to ? 0U : 1U));
    }
  }
  if (edges.empty() || edges.size() % 2 != 0) return false;
  std::ranges::sort(edges);
  for (std::size_t i = 0; i < edges.size(); i += 2) {
    const bool pair = (edges[i] ^ edges[i + 1]) == 1U;
    const bool alone = i + 2 >= edges.size() || (edges[i + 2] >> 1) != (edges[i] >> 1);
    if (!pair || !alone) return false;
  }
  return true;
}

}  // namespace

SurfaceMeasures measure(const Surface& surface) {
  SurfaceMeasures measures;
  measures.closed = is_closed(surface);
  if (surface.points.empty()) return measures;
  // Seen from a point of the surface, so that sums stay small far from the frame's origin.
  const Eigen::Vector3d from = surface.points.front().cast<double>();
  Eigen::Vector3d moment = Eigen::Vector3d::Zero();
  for (const auto& corners : surface.triangles) {
    const Eigen::Vector3d a = surface.points[corners[0]].cast<double>() - from;
    const Eigen::Vector3d b = surface.points[corners[1]].cast<double>() - from;
    const Eigen::Vector3d c = surface.points[corners[2]].cast<double>() - from;
    const double wedge = a.dot(b.cross(c)) / 6.0;
    measures.area += 0.5 * (b - a).cross(c - a).norm();
    measures.volume += wedge;
    moment += wedge * (a + b + c) / 4.0;
  }
  measures.centroid = from;
  if (measures.volume != 0.0) measures.centroid += moment / measures.volume;
  return measures;
}

}  // namespace volvr
