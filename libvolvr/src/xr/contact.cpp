// SPDX-License-Identifier: Apache-2.0
#include "xr/contact.h"

#include <algorithm>
#include <cmath>

namespace volvr::xr {

namespace {

constexpr double millimetres = 1000.0;   // in a metre
constexpr double left_when_away = 0.01;  // metres; a hand that trembles enters once
constexpr double hard = 0.5;             // metres a second
constexpr double stride = 1.0;           // patient millimetres: no thinner shell is missed
constexpr int most_strides = 200;

bool is_touched(const Around& around, const Eigen::Vector3d& in_patient) {
  return around.bounds_in_patient->contains(in_patient) &&
         (!around.is_solid || around.is_solid(in_patient));
}

// The last place on a way that is in the study.
std::optional<Eigen::Vector3d> last_touched(const Around& around, const Eigen::Vector3d& from,
                                            const Eigen::Vector3d& to) {
  const double strides = std::ceil((to - from).norm() / stride);
  const int steps = static_cast<int>(std::clamp(strides, 1.0, double{most_strides}));
  for (int step = steps; step > 0; --step) {
    const Eigen::Vector3d at = from + (to - from) * step / steps;
    if (is_touched(around, at)) return at;
  }
  return std::nullopt;
}

}  // namespace

void Contact::step(const Input& input, const State& state, const Around& around,
                   const std::array<bool, 2>& holds, Said& said) {
  if (!around.bounds_in_patient || around.bounds_in_patient->isEmpty()) {
    memory_ = {};
    return;
  }
  const Eigen::Affine3d patient_from_scene =
      scene_from_patient(state.pose, *around.bounds_in_patient).inverse();
  const double metres = state.pose.magnification / millimetres;  // in the scene, a millimetre
  for (const Hand hand : both_hands) {
    Memory& memory = memory_[index_of(hand)];
    const auto& scene_from_hand = input.hand(hand).scene_from_hand;
    if (!scene_from_hand) {
      memory = {};
      continue;
    }
    const Eigen::Vector3d at = patient_from_scene * scene_from_hand->translation();
    const Eigen::Vector3d before = memory.at.value_or(at);
    const bool comes_from_outside = memory.at && !memory.touched;
    const auto touched = last_touched(around, before, at);
    if (touched) memory.touched = touched;
    const bool has_left = memory.touched && (at - *memory.touched).norm() * metres > left_when_away;
    if (has_left) memory.touched.reset();
    memory.at = at;
    if (!comes_from_outside || !touched || holds[index_of(hand)]) continue;
    const double way = (at - before).norm() * metres;
    const double speed = input.seconds > 0.0 ? way / input.seconds : 0.0;
    said.feel(hand, HapticKind::contact, std::min(speed / hard, 1.0));
  }
}

}  // namespace volvr::xr
