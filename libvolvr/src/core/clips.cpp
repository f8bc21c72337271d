// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string>

#include "volvr/clip.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr double farthest = 1e6;  // millimetres
constexpr double shortest_normal = 1e-12;

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(ErrorCode::invalid_argument, sentence);
}

void require_place(const Eigen::Vector3d& place, const std::string& what) {
  for (const double number : place) {
    if (std::abs(number) <= farthest) continue;  // NaN is not
    refuse(what + " is within 1000000 mm of the patient's origin.");
  }
}

void check(const ClipPlane& plane) {
  require_place(plane.point, "A point of a clip plane");
  const double length = plane.normal.norm();
  if (std::isfinite(length) && length > shortest_normal) return;
  refuse("A clip plane's normal is of finite length above 0.");
}

void check(const ClipBox& box) {
  require_place(box.low, "A corner of a clip box");
  require_place(box.high, "A corner of a clip box");
  if ((box.low.array() < box.high.array()).all()) return;
  refuse("A clip box's second corner is above its first along each axis.");
}

void check(const ClipSphere& sphere) {
  require_place(sphere.centre, "A clip sphere's centre");
  if (sphere.radius > 0.0 && sphere.radius <= farthest) return;
  refuse("A clip sphere's radius is above 0 and at most 1000000 mm.");
}

// Above 0 where a clip that is not inverse keeps a place, below where it removes it.
double inside(const ClipPlane& plane, const Eigen::Vector3d& place) {
  return plane.normal.dot(place - plane.point);
}

double inside(const ClipBox& box, const Eigen::Vector3d& place) {
  return std::min((place - box.low).minCoeff(), (box.high - place).minCoeff());
}

double inside(const ClipSphere& sphere, const Eigen::Vector3d& place) {
  return (place - sphere.centre).norm() - sphere.radius;
}

}  // namespace

void require_valid(const Clip& clip) {
  std::visit([](const auto& shape) { check(shape); }, clip.shape);
}

bool keeps(std::span<const Clip> clips, const Eigen::Vector3d& place) {
  return std::ranges::all_of(clips, [&](const Clip& clip) {
    const double kept =
        std::visit([&](const auto& shape) { return inside(shape, place); }, clip.shape);
    return clip.inverse ? kept <= 0.0 : kept >= 0.0;
  });
}

}  // namespace volvr
