// SPDX-License-Identifier: Apache-2.0
#include "xr/interaction.h"

#include <algorithm>
#include <cmath>

namespace volvr::xr {

namespace {

constexpr double window_doublings_a_width = 1.0;

bool pressed_now(bool held, bool& held_before) {
  const bool pressed = held && !held_before;
  held_before = held;
  return pressed;
}

// The stick's way beyond its dead zone, finer near the middle: -1..1.
double response(double deflection, double dead_zone) {
  const double beyond = (std::abs(deflection) - dead_zone) / (1.0 - dead_zone);
  if (beyond <= 0.0) return 0.0;
  const double limited = std::min(beyond, 1.0);
  return std::copysign(limited * limited, deflection);
}

bool same(const Pose& a, const Pose& b) {
  return a.position == b.position && a.magnification == b.magnification &&
         a.scene_from_patient.coeffs() == b.scene_from_patient.coeffs();
}

}  // namespace

std::vector<HandCommand> Interaction::step(const Input& input, const State& state) {
  std::vector<HandCommand> said;
  step_buttons(input, said);
  step_grab(input, state, said);
  step_window(input, state, said);
  return said;
}

void Interaction::step_buttons(const Input& input, std::vector<HandCommand>& said) {
  for (const Hand hand : both_hands) {
    const HandInput& now = input.hand(hand);
    HandMemory& memory = memory_[index_of(hand)];
    if (pressed_now(now.next, memory.next)) said.push_back({command::StepPreset{1}});
    if (pressed_now(now.previous, memory.previous)) said.push_back({command::StepPreset{-1}});
    if (pressed_now(now.reset, memory.reset)) said.push_back({command::Reset{}});
  }
}

void Interaction::step_window(const Input& input, const State& state,
                              std::vector<HandCommand>& said) {
  Eigen::Vector2d push = Eigen::Vector2d::Zero();
  for (const HandInput& hand : input.hands) {
    push.x() += response(hand.window.x(), options_.dead_zone);
    push.y() += response(hand.window.y(), options_.dead_zone);
  }
  if (push.isZero(0.0) || memory_[0].holds || memory_[1].holds) {
    windowing_ = false;
    return;
  }
  const double way = options_.window_rate * std::min(input.seconds, options_.longest_step);
  const command::NudgeWindow nudge{
      .centre = push.y() * way * state.window.width,
      .width = std::exp2(push.x() * way * window_doublings_a_width)};
  said.push_back({nudge, windowing_});
  windowing_ = true;
}

void Interaction::step_grab(const Input& input, const State& state,
                            std::vector<HandCommand>& said) {
  std::array<std::optional<Eigen::Isometry3d>, 2> before;
  for (const Hand hand : both_hands) {
    const HandInput& now = input.hand(hand);
    HandMemory& memory = memory_[index_of(hand)];
    memory.holds = now.grab >= (memory.holds ? options_.release_at : options_.grab_at);
    before[index_of(hand)] = memory.held_at;
    memory.held_at = memory.holds ? now.scene_from_hand : std::nullopt;
  }
  const auto follows = [&](Hand hand) {
    return before[index_of(hand)] && memory_[index_of(hand)].held_at;
  };
  const auto& left_before = before[index_of(Hand::left)];
  const auto& right_before = before[index_of(Hand::right)];
  const auto& left = memory_[index_of(Hand::left)].held_at;
  const auto& right = memory_[index_of(Hand::right)].held_at;

  Pose pose = state.pose;
  if (follows(Hand::left) && follows(Hand::right)) {
    pose = follow_hands(pose, {*left_before, *right_before}, {*left, *right}, options_.limits);
  } else if (follows(Hand::left)) {
    pose = follow_hand(pose, *left_before, *left, options_.limits);
  } else if (follows(Hand::right)) {
    pose = follow_hand(pose, *right_before, *right, options_.limits);
  }
  const bool anybody_holds = memory_[0].holds || memory_[1].holds;
  if (!same(pose, state.pose)) {
    said.push_back({command::SetPose{pose}, moving_});
    moving_ = true;
  }
  moving_ = moving_ && anybody_holds;
}

}  // namespace volvr::xr
