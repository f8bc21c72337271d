// SPDX-License-Identifier: Apache-2.0
#include "xr/pinch.h"

#include <array>
#include <cmath>
#include <numbers>

namespace volvr::xr {

namespace {

struct Strength {
  double gap;  // metres between the skins
  double is;
};
constexpr std::array<Strength, 4> strengths{{{0.0, 1.0}, {0.008, 0.6}, {0.020, 0.4}, {0.060, 0.0}}};

constexpr double corner_at_rest = 1.5;      // Hz
constexpr double corner_per_turning = 4.0;  // Hz for each radian a second
constexpr double corner_per_moving = 20.0;  // Hz for each metre a second
constexpr double corner_of_speed = 5.0;     // Hz
constexpr double shortest_arm = 1e-4;       // metres; joints on one spot point nowhere

// The part of the way to a new value that a low pass goes in this time.
double part_gone(double corner, double seconds) {
  return 1.0 - std::exp(-2.0 * std::numbers::pi * corner * seconds);
}

Eigen::Vector3d rotation_vector(const Eigen::Quaterniond& turn) {
  const Eigen::AngleAxisd as(turn);
  return as.angle() * as.axis();
}

}  // namespace

double pinch_strength(const HandJoints& hand) {
  const Joint& thumb = hand[JointName::thumb_tip];
  const Joint& index = hand[JointName::index_tip];
  const double gap = (hand.place(JointName::thumb_tip) - hand.place(JointName::index_tip)).norm() -
                     thumb.radius - index.radius;
  if (!(gap > strengths.front().gap)) return std::isnan(gap) ? 0.0 : 1.0;
  for (std::size_t i = 1; i < strengths.size(); ++i) {
    const Strength& near = strengths[i - 1];
    const Strength& far = strengths[i];
    if (gap >= far.gap) continue;
    return near.is + (far.is - near.is) * (gap - near.gap) / (far.gap - near.gap);
  }
  return 0.0;
}

Eigen::Isometry3d aim_of(const HandJoints& hand) {
  const Eigen::Vector3d knuckle = hand.place(JointName::index_proximal);
  const Eigen::Matrix3d wrist = hand[JointName::wrist].scene_from_joint.linear();
  Eigen::Vector3d back = hand.place(JointName::wrist) - knuckle;
  back = back.norm() < shortest_arm ? Eigen::Vector3d(wrist.col(2))
                                    : Eigen::Vector3d(back.normalized());
  Eigen::Vector3d right = wrist.col(1).cross(back);
  if (right.norm() < shortest_arm) right = back.unitOrthogonal();
  right.normalize();
  Eigen::Isometry3d aim = Eigen::Isometry3d::Identity();
  aim.linear() << right, back.cross(right), back;
  aim.translation() = knuckle;
  return aim;
}

Eigen::Isometry3d SteadyAim::step(const Eigen::Isometry3d& scene_from_aim, double seconds) {
  const Eigen::Quaterniond turn(scene_from_aim.linear());
  const Eigen::Vector3d place = scene_from_aim.translation();
  if (!known_ || !(seconds > 0.0)) {
    if (!known_) turning_ = moving_ = Eigen::Vector3d::Zero();
    known_ = true;
    raw_ = steady_ = scene_from_aim;
    return steady_;
  }
  const double speed_part = part_gone(corner_of_speed, seconds);
  const Eigen::Quaterniond from_raw = turn * Eigen::Quaterniond(raw_.linear()).conjugate();
  turning_ += speed_part * (rotation_vector(from_raw) / seconds - turning_);
  moving_ += speed_part * ((place - raw_.translation()) / seconds - moving_);
  raw_ = scene_from_aim;

  const double turn_corner = corner_at_rest + corner_per_turning * turning_.norm();
  const double place_corner = corner_at_rest + corner_per_moving * moving_.norm();
  const Eigen::Quaterniond before(steady_.linear());
  steady_.linear() =
      before.slerp(part_gone(turn_corner, seconds), turn).normalized().toRotationMatrix();
  steady_.translation() +=
      part_gone(place_corner, seconds) * (place - Eigen::Vector3d(steady_.translation()));
  return steady_;
}

}  // namespace volvr::xr
