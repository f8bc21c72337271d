// SPDX-License-Identifier: Apache-2.0
#include "review/placing.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace volvr::review {

namespace {

constexpr double arm = 0.6;            // metres
constexpr double nearest_face = 0.35;  // of the study to the eyes
// People look ten degrees down where nothing tells them otherwise (ISO 9241-5, resting line of
// sight).
constexpr double lower_than_eyes = 0.1;
constexpr double too_steep = 1e-3;  // a direction that is as good as vertical has no yaw

// The study's corners from its middle, scene metres.
std::array<Eigen::Vector3d, 8> corners(const Pose& pose, const Eigen::AlignedBox3d& bounds) {
  const Eigen::Affine3d scene_from_patient = volvr::scene_from_patient(pose, bounds);
  std::array<Eigen::Vector3d, 8> result;
  for (int i = 0; i < 8; ++i) {
    const auto corner = static_cast<Eigen::AlignedBox3d::CornerType>(i);
    result[static_cast<std::size_t>(i)] =
        scene_from_patient * bounds.corner(corner) - pose.position;
  }
  return result;
}

Eigen::Vector3d level(Eigen::Vector3d direction, const Eigen::Vector3d& otherwise) {
  direction.y() = 0.0;
  return direction.norm() < too_steep ? otherwise : direction.normalized();
}

}  // namespace

Eigen::Quaterniond squared(const Eigen::Quaterniond& scene_from_patient) {
  const Eigen::Matrix3d turn = scene_from_patient.toRotationMatrix();
  constexpr std::array<std::array<int, 3>, 6> orders{
      {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
  Eigen::Matrix3d best = Eigen::Matrix3d::Identity();
  double best_trace = -4.0;  // of the turn between the two: the larger, the smaller its angle
  for (const auto& order : orders) {
    for (int signs = 0; signs < 8; ++signs) {
      Eigen::Matrix3d square = Eigen::Matrix3d::Zero();
      for (int axis = 0; axis < 3; ++axis) {
        square(order[static_cast<std::size_t>(axis)], axis) = (signs >> axis & 1) != 0 ? -1.0 : 1.0;
      }
      const double trace = square.cwiseProduct(turn).sum();
      if (square.determinant() < 0.0 || trace <= best_trace) continue;
      best = square;
      best_trace = trace;
    }
  }
  return Eigen::Quaterniond(best);
}

Pose lying_at(double height, Pose pose, const Eigen::AlignedBox3d& bounds_in_patient) {
  double lowest = 0.0;
  for (const auto& corner : corners(pose, bounds_in_patient)) lowest = std::min(lowest, corner.y());
  pose.position.y() = height - lowest;
  return pose;
}

Pose before_eyes(const Eigen::Isometry3d& scene_from_head, Pose pose,
                 const Eigen::AlignedBox3d& bounds_in_patient) {
  const Eigen::Vector3d eyes = scene_from_head.translation();
  const Eigen::Vector3d ahead = level(-scene_from_head.linear().col(2), -Eigen::Vector3d::UnitZ());
  const Eigen::Vector3d seen_along = level(pose.position - eyes, -Eigen::Vector3d::UnitZ());
  const Eigen::Quaterniond turn(Eigen::AngleAxisd(
      std::atan2(seen_along.cross(ahead).y(), seen_along.dot(ahead)), Eigen::Vector3d::UnitY()));
  pose.scene_from_patient = (turn * pose.scene_from_patient).normalized();
  double depth = 0.0;
  for (const auto& corner : corners(pose, bounds_in_patient)) {
    depth = std::max(depth, -corner.dot(ahead));
  }
  pose.position = eyes + ahead * std::max(arm, nearest_face + depth);
  pose.position.y() = eyes.y() - lower_than_eyes;
  return pose;
}

}  // namespace volvr::review
