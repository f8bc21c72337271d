// SPDX-License-Identifier: Apache-2.0
#include "xr/hand_shapes.h"

namespace volvr::test {

using xr::HandJoints;
using xr::Joint;
using xr::JointName;

namespace {

constexpr double radius = 0.008;

void place(HandJoints& hand, JointName name, const Eigen::Vector3d& at) {
  hand[name].scene_from_joint.translation() = at;
  hand[name].radius = radius;
}

}  // namespace

HandJoints flat_hand(const Eigen::Vector3d& palm, double gap) {
  HandJoints hand;
  place(hand, JointName::palm, palm);
  place(hand, JointName::wrist, palm + Eigen::Vector3d(0.0, 0.0, 0.08));
  for (int finger = 0; finger < 5; ++finger) {
    const int joints = finger == 0 ? 4 : 5;
    const int first = finger == 0 ? 2 : 6 + 5 * (finger - 1);
    const double x = -0.03 + 0.015 * finger;
    for (int i = 0; i < joints; ++i) {
      place(hand, static_cast<JointName>(first + i),
            palm + Eigen::Vector3d(x, 0.0, 0.04 - 0.035 * i));
    }
  }
  place(hand, JointName::thumb_tip,
        hand.place(JointName::index_tip) - Eigen::Vector3d(gap + 2.0 * radius, 0.0, 0.0));
  return hand;
}

HandJoints turned(const HandJoints& hand, const Eigen::AngleAxisd& turn) {
  HandJoints result = hand;
  const Eigen::Vector3d palm = hand.place(JointName::palm);
  const Eigen::Isometry3d motion = Eigen::Translation3d(palm) * turn * Eigen::Translation3d(-palm);
  for (Joint& joint : result.joints) joint.scene_from_joint = motion * joint.scene_from_joint;
  return result;
}

}  // namespace volvr::test
