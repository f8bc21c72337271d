// SPDX-License-Identifier: Apache-2.0
#include "volvr/state.h"

namespace volvr {

namespace {

constexpr double metres_per_millimetre = 0.001;

// The rotation that takes these patient directions to the viewer's right, up and towards them.
Eigen::Quaterniond rotation_with(const Eigen::Vector3d& right, const Eigen::Vector3d& up) {
  Eigen::Matrix3d patient_from_scene;
  patient_from_scene << right, up, right.cross(up);
  return Eigen::Quaterniond(Eigen::Matrix3d(patient_from_scene.transpose()));
}

}  // namespace

Eigen::Quaterniond scene_from_patient(View view) {
  const Eigen::Vector3d to_left = Eigen::Vector3d::UnitX();
  const Eigen::Vector3d to_posterior = Eigen::Vector3d::UnitY();
  const Eigen::Vector3d to_superior = Eigen::Vector3d::UnitZ();
  switch (view) {
    case View::anterior: return rotation_with(to_left, to_superior);
    case View::posterior: return rotation_with(-to_left, to_superior);
    case View::left: return rotation_with(to_posterior, to_superior);
    case View::right: return rotation_with(-to_posterior, to_superior);
    case View::superior: return rotation_with(-to_left, -to_posterior);
    case View::inferior: break;
  }
  return rotation_with(to_left, -to_posterior);
}

Eigen::Affine3d scene_from_patient(const Pose& pose, const Eigen::AlignedBox3d& bounds_in_patient) {
  Eigen::Affine3d transform = Eigen::Affine3d::Identity();
  transform.translate(pose.position)
      .rotate(pose.scene_from_patient)
      .scale(metres_per_millimetre * pose.magnification)
      .translate(-bounds_in_patient.center());
  return transform;
}

}  // namespace volvr
