// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <cstddef>
#include <utility>

namespace volvr::xr {

/// The joints of a hand, in the order of XR_EXT_hand_tracking (OpenXR 1.1 specification, section
/// 12.56, XrHandJointEXT).
enum class JointName : std::size_t {
  palm, wrist,
  thumb_metacarpal, thumb_proximal, thumb_distal, thumb_tip,
  index_metacarpal, index_proximal, index_intermediate, index_distal, index_tip,
  middle_metacarpal, middle_proximal, middle_intermediate, middle_distal, middle_tip,
  ring_metacarpal, ring_proximal, ring_intermediate, ring_distal, ring_tip,
  little_metacarpal, little_proximal, little_intermediate, little_distal, little_tip,
};
inline constexpr std::size_t joint_count = 26;

/// A joint: -z points from it along the finger, +y out of the back of the hand.
struct Joint {
  Eigen::Isometry3d scene_from_joint = Eigen::Isometry3d::Identity();  ///< metres
  double radius = 0.0;  ///< metres, from the joint to the skin
};

/// All joints of one hand at one moment.
struct HandJoints {
  std::array<Joint, joint_count> joints;

  const Joint& operator[](JointName name) const { return joints[static_cast<std::size_t>(name)]; }
  Joint& operator[](JointName name) { return joints[static_cast<std::size_t>(name)]; }
  Eigen::Vector3d place(JointName name) const {
    return (*this)[name].scene_from_joint.translation();
  }
};

/// The joints that bones join.
inline constexpr std::array<std::pair<JointName, JointName>, 24> hand_bones{{
    {JointName::wrist, JointName::thumb_metacarpal},
    {JointName::thumb_metacarpal, JointName::thumb_proximal},
    {JointName::thumb_proximal, JointName::thumb_distal},
    {JointName::thumb_distal, JointName::thumb_tip},
    {JointName::wrist, JointName::index_metacarpal},
    {JointName::index_metacarpal, JointName::index_proximal},
    {JointName::index_proximal, JointName::index_intermediate},
    {JointName::index_intermediate, JointName::index_distal},
    {JointName::index_distal, JointName::index_tip},
    {JointName::wrist, JointName::middle_metacarpal},
    {JointName::middle_metacarpal, JointName::middle_proximal},
    {JointName::middle_proximal, JointName::middle_intermediate},
    {JointName::middle_intermediate, JointName::middle_distal},
    {JointName::middle_distal, JointName::middle_tip},
    {JointName::wrist, JointName::ring_metacarpal},
    {JointName::ring_metacarpal, JointName::ring_proximal},
    {JointName::ring_proximal, JointName::ring_intermediate},
    {JointName::ring_intermediate, JointName::ring_distal},
    {JointName::ring_distal, JointName::ring_tip},
    {JointName::wrist, JointName::little_metacarpal},
    {JointName::little_metacarpal, JointName::little_proximal},
    {JointName::little_proximal, JointName::little_intermediate},
    {JointName::little_intermediate, JointName::little_distal},
    {JointName::little_distal, JointName::little_tip},
}};

}  // namespace volvr::xr
