// SPDX-License-Identifier: Apache-2.0
#include "surface/collapses.h"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>

namespace volvr::surface {

namespace {

constexpr double smallest_eigenvalue = 1e-3;  // of the largest: a direction that planes do not fix
constexpr double farthest_in_edges = 2.0;  // the best point may lie so far from the edge's middle
constexpr double length_weight = 1e-6;     // on flat ground short edges go first
constexpr double smallest_cosine = 0.2;    // between a triangle's normal before and after
constexpr double thinnest = 1e-3;          // twice the area over the longest side squared

Eigen::Vector3d mean_of(const std::vector<Eigen::Vector3f>& points) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (const Eigen::Vector3f& point : points) sum += point.cast<double>();
  return points.empty() ? sum : Eigen::Vector3d(sum / static_cast<double>(points.size()));
}

}  // namespace

template <class F>
void CollapsibleMesh::for_corners(std::uint32_t point, F&& f) const {
  for (std::uint32_t at = first_corner_[point]; at != none; at = next_corner_[at]) {
    if (alive(at)) f(at);
  }
}

CollapsibleMesh::CollapsibleMesh(const Mesh& mesh)
    : middle_(mean_of(mesh.points)),
      quadrics_(mesh.points.size()),
      next_corner_(3 * mesh.triangles.size()),
      first_corner_(mesh.points.size(), none),
      stamps_(mesh.points.size(), 0),
      triangle_count_(mesh.triangles.size()) {
  points_.reserve(mesh.points.size());
  for (const Eigen::Vector3f& point : mesh.points)
    points_.push_back(point.cast<double>() - middle_);
  corners_.reserve(3 * mesh.triangles.size());
  for (const Triangle& triangle : mesh.triangles) {
    const Eigen::Vector3d& at = points_[triangle[0]];
    const Eigen::Vector3d twice_area = (points_[triangle[1]] - at).cross(points_[triangle[2]] - at);
    const double length = twice_area.norm();
    for (const std::uint32_t point : triangle) {
      const auto corner = static_cast<std::uint32_t>(corners_.size());
      corners_.push_back(point);
      next_corner_[corner] = first_corner_[point];
      first_corner_[point] = corner;
      if (length > 0.0) {
        const Eigen::Vector3d normal = twice_area / length;
        quadrics_[point].add_plane(normal, -normal.dot(at), 0.5 * length);
      }
    }
  }
}

CollapsibleMesh::Plan CollapsibleMesh::plan(std::uint32_t u, std::uint32_t v) const {
  Quadric sum = quadrics_[u];
  sum += quadrics_[v];
  const Eigen::Vector3d between = 0.5 * (points_[u] + points_[v]);
  const double length = (points_[u] - points_[v]).norm();
  Plan plan{0.0, between};
  const Eigen::Matrix3d a = sum.matrix();
  Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver;
  solver.computeDirect(a);
  const Eigen::Vector3d values = solver.eigenvalues();
  if (values[2] > 0.0) {
    // The least error there is, nearest to the edge's middle where it is the same along a line.
    const Eigen::Vector3d rest = solver.eigenvectors().transpose() * (-sum.b - a * between);
    Eigen::Vector3d step = Eigen::Vector3d::Zero();
    for (int i = 0; i < 3; ++i) {
      if (values[i] > smallest_eigenvalue * values[2]) step[i] = rest[i] / values[i];
    }
    if (step.norm() <= farthest_in_edges * length) plan.point += solver.eigenvectors() * step;
  }
  const double squared = length * length;
  plan.cost = std::max(0.0, sum.at(plan.point)) + length_weight * squared * squared;
  return plan;
}

const std::vector<std::uint32_t>& CollapsibleMesh::neighbours(std::uint32_t u) const {
  neighbours_.clear();
  for_corners(u, [&](std::uint32_t corner) { neighbours_.push_back(corners_[after(corner)]); });
  std::ranges::sort(neighbours_);
  return neighbours_;
}

// The link condition (Dey, Edelsbrunner, Guha, Nekhayev 1999): u and v have just the two neighbours
// in common that lie opposite to their edge, and are not two corners of a lone tetrahedron.
bool CollapsibleMesh::joined_by_a_plain_edge(std::uint32_t u, std::uint32_t v) const {
  neighbours(v);
  other_neighbours_.swap(neighbours_);
  neighbours(u);
  const auto& of_u = neighbours_;
  const auto& of_v = other_neighbours_;
  if (!std::ranges::binary_search(of_u, v)) return false;
  if (std::ranges::adjacent_find(of_u) != of_u.end()) return false;
  if (std::ranges::adjacent_find(of_v) != of_v.end()) return false;
  const auto common = std::ranges::count_if(
      of_u, [&](std::uint32_t point) { return std::ranges::binary_search(of_v, point); });
  return common == 2 && !(of_u.size() == 3 && of_v.size() == 3);
}

bool CollapsibleMesh::turns_over(std::uint32_t moved, std::uint32_t other,
                                 const Eigen::Vector3d& point) const {
  bool bad = false;
  for_corners(moved, [&](std::uint32_t corner) {
    const std::uint32_t b = corners_[after(corner)];
    const std::uint32_t c = corners_[before(corner)];
    if (b == other || c == other) return;  // goes
    const Eigen::Vector3d side = points_[c] - points_[b];
    const Eigen::Vector3d old_normal = side.cross(points_[moved] - points_[b]);
    const Eigen::Vector3d new_normal = side.cross(point - points_[b]);
    const double area = new_normal.norm();
    const double longest = std::max({side.squaredNorm(), (point - points_[b]).squaredNorm(),
                                     (point - points_[c]).squaredNorm()});
    bad = bad || old_normal.dot(new_normal) < smallest_cosine * old_normal.norm() * area ||
          area < thinnest * longest;
  });
  return bad;
}

// Gives v's corners to u; the triangles at their edge go.
void CollapsibleMesh::merge(std::uint32_t u, std::uint32_t v) {
  for_corners(v, [&](std::uint32_t corner) {
    if (corners_[after(corner)] != u && corners_[before(corner)] != u) return;
    for (std::uint32_t i = 0; i < 3; ++i) corners_[corner - corner % 3 + i] = none;
    --triangle_count_;
  });
  // Both lists become one, without corners that are gone.
  std::uint32_t first = none;
  for (const std::uint32_t point : {u, v}) {
    for (std::uint32_t at = first_corner_[point]; at != none;) {
      const std::uint32_t next = next_corner_[at];
      if (alive(at)) {
        corners_[at] = u;
        next_corner_[at] = first;
        first = at;
      }
      at = next;
    }
  }
  first_corner_[u] = first;
  first_corner_[v] = none;
}

bool CollapsibleMesh::collapse(std::uint32_t u, std::uint32_t v, const Eigen::Vector3d& point) {
  if (!joined_by_a_plain_edge(u, v) || turns_over(u, v, point) || turns_over(v, u, point)) {
    return false;
  }
  merge(u, v);
  points_[u] = point;
  quadrics_[u] += quadrics_[v];
  ++stamps_[u];
  ++stamps_[v];
  return true;
}

Mesh CollapsibleMesh::result() const {
  Mesh mesh;
  std::vector<std::uint32_t> number(points_.size(), none);
  mesh.triangles.reserve(triangle_count_);
  for (std::size_t corner = 0; corner < corners_.size(); corner += 3) {
    if (corners_[corner] == none) continue;
    Triangle triangle{};
    for (std::size_t i = 0; i < 3; ++i) {
      const std::uint32_t point = corners_[corner + i];
      if (number[point] == none) {
        number[point] = static_cast<std::uint32_t>(mesh.points.size());
        mesh.points.push_back((points_[point] + middle_).cast<float>());
      }
      triangle[i] = number[point];
    }
    mesh.triangles.push_back(triangle);
  }
  return mesh;
}

}  // namespace volvr::surface
