// SPDX-License-Identifier: Apache-2.0
#include "xr/grab.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace volvr::xr {

namespace {

// The angle of the part of a rotation that is about `axis` (swing and twist apart).
double twist_about(const Eigen::Vector3d& axis, const Eigen::Quaterniond& rotation) {
  const double half = std::atan2(rotation.vec().dot(axis), rotation.w());
  return std::remainder(2.0 * half, 2.0 * std::numbers::pi);
}

// The roll about the line between the hands that a hand makes beyond the turn of that line.
double roll_of(const Eigen::Isometry3d& before, const Eigen::Isometry3d& after,
               const Eigen::Quaterniond& turn_of_line, const Eigen::Vector3d& line) {
  const Eigen::Quaterniond turn(Eigen::Matrix3d(after.linear() * before.linear().transpose()));
  return twist_about(line, turn * turn_of_line.conjugate());
}

// A study that is beyond the limit already may stay there, but goes no further.
Eigen::Vector3d within_reach(const Eigen::Vector3d& position, const Eigen::Vector3d& before,
                             double furthest) {
  const Eigen::Vector3d limit = before.cwiseAbs().cwiseMax(furthest);
  return position.cwiseMax(-limit).cwiseMin(limit);
}

}  // namespace

Pose follow_hand(const Pose& pose, const Eigen::Isometry3d& scene_from_hand_before,
                 const Eigen::Isometry3d& scene_from_hand_after, const GrabLimits& limits) {
  const Eigen::Isometry3d motion = scene_from_hand_after * scene_from_hand_before.inverse();
  Pose moved = pose;
  moved.position = within_reach(motion * pose.position, pose.position, limits.furthest);
  moved.scene_from_patient =
      (Eigen::Quaterniond(motion.linear()) * pose.scene_from_patient).normalized();
  return moved;
}

Pose follow_hands(const Pose& pose, const HandPair& before, const HandPair& after,
                  const GrabLimits& limits) {
  const Eigen::Vector3d left_before = before.scene_from_left.translation();
  const Eigen::Vector3d left_after = after.scene_from_left.translation();
  const Eigen::Vector3d line_before = before.scene_from_right.translation() - left_before;
  const Eigen::Vector3d line_after = after.scene_from_right.translation() - left_after;
  const Eigen::Vector3d middle_before = left_before + line_before / 2.0;
  const Eigen::Vector3d middle_after = left_after + line_after / 2.0;

  Pose moved = pose;
  Eigen::Quaterniond turn = Eigen::Quaterniond::Identity();
  if (std::min(line_before.norm(), line_after.norm()) >= limits.closest_hands) {
    const Eigen::Vector3d line = line_after.normalized();
    const auto turn_of_line = Eigen::Quaterniond::FromTwoVectors(line_before, line_after);
    const double roll =
        (roll_of(before.scene_from_left, after.scene_from_left, turn_of_line, line) +
         roll_of(before.scene_from_right, after.scene_from_right, turn_of_line, line)) / 2.0;
    turn = Eigen::Quaterniond(Eigen::AngleAxisd(roll, line)) * turn_of_line;
    const double lowest = std::min(limits.smallest_magnification, pose.magnification);
    const double highest = std::max(limits.largest_magnification, pose.magnification);
    moved.magnification = std::clamp(
        pose.magnification * line_after.norm() / line_before.norm(), lowest, highest);
  }
  const double growth = moved.magnification / pose.magnification;
  const Eigen::Vector3d position = middle_after + growth * (turn * (pose.position - middle_before));
  moved.position = within_reach(position, pose.position, limits.furthest);
  moved.scene_from_patient = (turn * pose.scene_from_patient).normalized();
  return moved;
}

}  // namespace volvr::xr
