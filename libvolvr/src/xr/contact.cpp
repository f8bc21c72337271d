// SPDX-License-Identifier: Apache-2.0
#include "xr/contact.h"

#include <algorithm>

namespace volvr::xr {

namespace {

constexpr double millimetres = 1000.0;   // in a metre
constexpr double left_when_away = 0.01;  // metres from the box; a hand that trembles enters once
constexpr double hard = 0.5;             // metres a second

}  // namespace

void Contact::step(const Input& input, const State& state, const Around& around,
                   const std::array<bool, 2>& holds, Said& said) {
  if (!around.bounds_in_patient || around.bounds_in_patient->isEmpty()) {
    memory_ = {};
    return;
  }
  const Eigen::AlignedBox3d& box = *around.bounds_in_patient;
  const Eigen::Affine3d patient_from_scene = scene_from_patient(state.pose, box).inverse();
  const double metres = state.pose.magnification / millimetres;  // in the scene, a millimetre
  for (const Hand hand : both_hands) {
    Memory& memory = memory_[index_of(hand)];
    const auto& scene_from_hand = input.hand(hand).scene_from_hand;
    if (!scene_from_hand) {
      memory = {};
      continue;
    }
    const Eigen::Vector3d at = patient_from_scene * scene_from_hand->translation();
    const double away = box.exteriorDistance(at) * metres;
    const bool was_outside = memory.at && !memory.is_inside;
    const double way = memory.at ? (at - *memory.at).norm() * metres : 0.0;
    memory.is_inside = away <= (memory.is_inside ? left_when_away : 0.0);
    memory.at = at;
    if (!was_outside || !memory.is_inside || holds[index_of(hand)]) continue;
    const double speed = input.seconds > 0.0 ? way / input.seconds : 0.0;
    said.feel(hand, HapticKind::contact, std::min(speed / hard, 1.0));
  }
}

}  // namespace volvr::xr
