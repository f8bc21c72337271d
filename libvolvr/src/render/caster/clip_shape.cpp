// SPDX-License-Identifier: Apache-2.0
#include "render/caster/clip_shape.h"

#include <limits>

namespace volvr::render {

namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

// In the unit frame's x, from its 0 on.
ClipShape shape_of(const ClipPlane& plane, bool inverse) {
  ClipShape shape;
  const Eigen::Vector3d normal = (inverse ? -1.0 : 1.0) * plane.normal.normalized();
  Eigen::Matrix3d rows = Eigen::Matrix3d::Zero();
  rows.row(0) = normal;
  shape.unit_from_dataset.linear() = rows;
  shape.unit_from_dataset.translation() = Eigen::Vector3d(-normal.dot(plane.point), 0.0, 0.0);
  shape.low = {0.0, -endless, -endless};
  shape.high.setConstant(endless);
  return shape;
}

ClipShape shape_of(const ClipBox& box, bool inverse) {
  ClipShape shape;
  shape.keep = !inverse;
  shape.low = box.low;
  shape.high = box.high;
  return shape;
}

ClipShape shape_of(const ClipSphere& sphere, bool inverse) {
  ClipShape shape;
  shape.kind = ClipShape::Kind::ball;
  shape.unit_from_dataset =
      Eigen::Scaling(1.0 / sphere.radius) * Eigen::Translation3d(-sphere.centre);
  shape.keep = inverse;
  return shape;
}

}  // namespace

std::vector<ClipShape> clip_shapes(std::span<const Clip> clips,
                                   const Eigen::Affine3d& patient_from_dataset) {
  std::vector<ClipShape> shapes;
  for (const Clip& clip : clips) {
    ClipShape shape =
        std::visit([&](const auto& each) { return shape_of(each, clip.inverse); }, clip.shape);
    shape.unit_from_dataset = shape.unit_from_dataset * patient_from_dataset;
    shapes.push_back(shape);
  }
  return shapes;
}

}  // namespace volvr::render
