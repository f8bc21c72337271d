// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "surface/mesh.h"
#include "surface/quadric.h"

namespace volvr::surface {

/// A closed mesh whose edges can be collapsed one by one.
class CollapsibleMesh {
 public:
  explicit CollapsibleMesh(const Mesh& mesh);

  /// What it would cost to make one point of two, and where that point would be.
  struct Plan {
    double cost = 0.0;
    Eigen::Vector3d point = Eigen::Vector3d::Zero();
  };
  Plan plan(std::uint32_t u, std::uint32_t v) const;

  /// Makes u and v one, u, at `point`, unless that would open, pinch or turn over the surface.
  bool collapse(std::uint32_t u, std::uint32_t v, const Eigen::Vector3d& point);

  /// Points that share an edge with u.
  const std::vector<std::uint32_t>& neighbours(std::uint32_t u) const;

  std::size_t triangle_count() const { return triangle_count_; }
  /// Changes whenever what an edge at that point costs does.
  std::uint32_t stamp(std::uint32_t point) const { return stamps_[point]; }

  Mesh result() const;

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  bool alive(std::uint32_t corner) const { return corners_[corner - corner % 3] != none; }
  std::uint32_t after(std::uint32_t corner) const { return corner - corner % 3 + (corner + 1) % 3; }
  std::uint32_t before(std::uint32_t corner) const {
    return corner - corner % 3 + (corner + 2) % 3;
  }
  bool joined_by_a_plain_edge(std::uint32_t u, std::uint32_t v) const;
  bool turns_over(std::uint32_t moved, std::uint32_t other, const Eigen::Vector3d& point) const;
  void merge(std::uint32_t u, std::uint32_t v);
  template <class F>
  void for_corners(std::uint32_t point, F&& f) const;

  Eigen::Vector3d middle_;  // coordinates are kept relative to it
  std::vector<Eigen::Vector3d> points_;
  std::vector<Quadric> quadrics_;
  std::vector<std::uint32_t> corners_;      // three a triangle: its points; `none` where it is gone
  std::vector<std::uint32_t> next_corner_;  // of the same point
  std::vector<std::uint32_t> first_corner_;
  std::vector<std::uint32_t> stamps_;
  std::size_t triangle_count_;
  mutable std::vector<std::uint32_t> neighbours_, other_neighbours_;
};

}  // namespace volvr::surface
