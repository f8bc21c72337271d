// SPDX-License-Identifier: Apache-2.0
#include "xr/interaction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "review/placing.h"

namespace volvr::xr {

namespace {

constexpr double metres_of_full_strain = 0.3;
constexpr double doublings_of_full_strain = 1.0;
constexpr double strain_that_is_felt = 0.03;
constexpr double life_size = 1.0;

bool pressed_now(bool held, bool& held_before) {
  const bool pressed = held && !held_before;
  held_before = held;
  return pressed;
}

bool same(const Pose& a, const Pose& b) {
  return a.position == b.position && a.magnification == b.magnification &&
         a.scene_from_patient.coeffs() == b.scene_from_patient.coeffs();
}

GrabLimits no_limits(const GrabLimits& limits) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {.furthest = infinity,
          .smallest_magnification = 0.0,
          .largest_magnification = infinity,
          .closest_hands = limits.closest_hands};
}

GrabLimits limits_of(const State& state, GrabLimits limits) {
  if (state.life_size) limits.smallest_magnification = limits.largest_magnification = life_size;
  return limits;
}

bool passes_life_size(double before, double after) {
  return before != after && (before - life_size) * (after - life_size) <= 0.0 &&
         before != life_size;
}

double beyond(const Pose& wanted, const Pose& reached) {
  const double doublings = std::abs(std::log2(wanted.magnification / reached.magnification));
  return (wanted.position - reached.position).norm() / metres_of_full_strain +
         doublings / doublings_of_full_strain;
}

}  // namespace

void Interaction::set_options(const InteractionOptions& options) {
  options_ = options;
  sticks_.set_options(options.sticks);
}

Said Interaction::step(const Input& input, const State& state, const Around& around) {
  Said said;
  Places before = held_places();
  for (const Hand hand : both_hands) {
    HandKind& kind = memory_[index_of(hand)].kind;
    // A controller put down and the bare hand that did it are in different places.
    if (kind != input.hand(hand).kind) before[index_of(hand)].reset();
    kind = input.hand(hand).kind;
  }
  step_holds(input, around, said);
  step_buttons(input, state, said);
  step_grab(before, state, around, said);
  const std::array<bool, 2> holds{memory_[0].holds, memory_[1].holds};
  sticks_.step(input, state, around, holds[0] || holds[1], said);
  contact_.step(input, state, around, holds, said);
  return said;
}

void Interaction::step_holds(const Input& input, const Around& around, Said& said) {
  for (const Hand hand : both_hands) {
    const HandInput& now = input.hand(hand);
    HandMemory& memory = memory_[index_of(hand)];
    const bool held = memory.holds;
    const bool selected = memory.selects.is();
    const bool selects = memory.selects.step(now.select, options_.grab_at, options_.release_at);
    if (!selects)
      memory.presses_panel = false;
    else if (!selected)
      memory.presses_panel = around.on_panel[index_of(hand)] && !held;
    const bool squeezes = memory.squeezes.step(now.grab, options_.grab_at, options_.release_at);
    memory.holds = squeezes || (selects && !memory.presses_panel);
    if (memory.holds != held) said.feel(hand, HapticKind::click);
    memory.held_at = memory.holds ? now.scene_from_hand : std::nullopt;
  }
}

void Interaction::step_buttons(const Input& input, const State& state, Said& said) {
  const bool anybody_holds = memory_[0].holds || memory_[1].holds;
  for (const Hand hand : both_hands) {
    const HandInput& now = input.hand(hand);
    HandMemory& memory = memory_[index_of(hand)];
    const std::size_t before = said.commands.size();
    if (pressed_now(now.next, memory.next)) said.commands.push_back({command::StepPreset{1}});
    if (pressed_now(now.menu, memory.menu)) {
      said.commands.push_back({command::SetPanel{!state.panel}});
    }
    // It is the stick's button, which a gripping thumb pushes by mistake.
    if (pressed_now(now.recentre, memory.recentre) && !anybody_holds) {
      said.commands.push_back({command::Recentre{}});
    }
    if (said.commands.size() > before) said.feel(hand, HapticKind::click);
  }
}

Pose Interaction::followed(const Places& before, const Pose& pose, const GrabLimits& limits) const {
  const Places now = held_places();
  const bool left = before[0] && now[0];
  const bool right = before[1] && now[1];
  if (left && right)
    return follow_hands(pose, {*before[0], *before[1]}, {*now[0], *now[1]}, limits);
  if (left) return follow_hand(pose, *before[0], *now[0], limits);
  if (right) return follow_hand(pose, *before[1], *now[1], limits);
  return pose;
}

void Interaction::step_grab(const Places& before, const State& state, const Around& around,
                            Said& said) {
  const bool anybody_holds = memory_[0].holds || memory_[1].holds;
  const Pose pose = followed(before, state.pose, limits_of(state, options_.limits));
  if (!same(pose, state.pose)) {
    said.commands.push_back({command::SetPose{pose}, moving_});
    moving_ = true;
  }
  if (anybody_holds) {
    feel_limits(state.pose, followed(before, state.pose, no_limits(options_.limits)), pose, said);
  } else {
    if (moving_) settle(state, around, said);
    moving_ = false;
    strain_ = 0.0;
  }
}

void Interaction::feel_limits(const Pose& before, const Pose& wanted, const Pose& reached,
                              Said& said) {
  const double more = beyond(wanted, reached);
  if (more > 1e-9)
    strain_ += more;
  else if (!same(before, reached))
    strain_ = 0.0;
  const bool passes = passes_life_size(before.magnification, reached.magnification);
  for (const Hand hand : both_hands) {
    if (!memory_[index_of(hand)].held_at) continue;
    if (passes) said.feel(hand, HapticKind::detent);
    if (more > 1e-9 && strain_ > strain_that_is_felt) {
      said.feel(hand, HapticKind::warning, std::min(strain_, 1.0));
    }
  }
}

Pose Interaction::settled(const State& state, const Around& around, HapticKind& felt) const {
  Pose pose = state.pose;
  if (options_.snap) {
    const Eigen::Quaterniond square = review::squared(pose.scene_from_patient);
    const double degrees =
        square.angularDistance(pose.scene_from_patient) * 180.0 / std::numbers::pi;
    if (degrees <= options_.snap_within) {
      pose.scene_from_patient = square;
      felt = HapticKind::detent;
    }
  }
  if (state.table && around.bounds_in_patient && !around.bounds_in_patient->isEmpty()) {
    const Pose lying = review::lying_at(*state.table, pose, *around.bounds_in_patient);
    if (pose.position.y() - lying.position.y() < options_.rests_within) {
      pose = lying;
      felt = HapticKind::contact;
    }
  }
  return pose;
}

void Interaction::settle(const State& state, const Around& around, Said& said) {
  HapticKind felt = HapticKind::click;
  const Pose pose = settled(state, around, felt);
  if (same(pose, state.pose)) return;
  said.commands.push_back({command::SetPose{pose}, true});
  std::vector<Haptic> more;
  for (const Haptic& each : said.haptics) {
    if (each.kind == HapticKind::click) more.push_back({each.hand, felt, 0.5});
  }
  said.haptics.insert(said.haptics.end(), more.begin(), more.end());
}

}  // namespace volvr::xr
