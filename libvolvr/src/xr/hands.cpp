// SPDX-License-Identifier: Apache-2.0
#include "xr/hands.h"

#include <algorithm>

namespace volvr::xr {

namespace {

constexpr double pinch_begins = 0.6;
constexpr double pinch_ends = 0.4;
constexpr double facing = 0.7;      // cosine of the angle between palm and eyes
constexpr double pad_middle = 0.4;  // of the way to the rim

bool is_tracked(const Placed& placed) {
  return placed.position_tracked && placed.orientation_tracked;
}

// OpenXR 1.1 specification, section 6.3.2: the grip's x axis goes out of the left palm, and into
// the right one.
Eigen::Vector3d out_of_palm(Hand hand, const Eigen::Isometry3d& scene_from_grip) {
  const Eigen::Vector3d x = scene_from_grip.linear().col(0);
  return hand == Hand::left ? x : Eigen::Vector3d(-x);
}

Eigen::Vector3d out_of_palm(const HandJoints& joints) {
  return -joints[JointName::palm].scene_from_joint.linear().col(1);
}

bool faces(const Eigen::Vector3d& palm, const Eigen::Vector3d& out,
           const std::optional<Eigen::Isometry3d>& head) {
  if (!head) return false;
  const Eigen::Vector3d to_eyes = head->translation() - palm;
  return out.dot(to_eyes) > facing * to_eyes.norm();
}

void press_pad(const RawHand& raw, HandInput& input) {
  if (!raw.pad_pressed) return;
  if (raw.pad.norm() > pad_middle)
    input.stick = raw.pad;
  else
    input.recentre = true;
}

}  // namespace

std::array<HandInput, 2> Hands::step(const std::array<RawHand, 2>& raw,
                                     const std::optional<Eigen::Isometry3d>& scene_from_head,
                                     double seconds) {
  std::array<HandInput, 2> hands;
  for (const Hand which : both_hands) {
    hands[index_of(which)] = hand(which, raw[index_of(which)], scene_from_head, seconds);
  }
  return hands;
}

HandInput Hands::hand(Hand which, const RawHand& raw, const std::optional<Eigen::Isometry3d>& head,
                      double seconds) {
  Memory& memory = memory_[index_of(which)];
  HandInput input;
  input.grab = raw.grab;
  input.select = raw.select;
  input.next = raw.next;
  input.menu = raw.menu;
  input.recentre = raw.recentre;
  input.stick = raw.stick;
  press_pad(raw, input);

  const bool holds_controller =
      raw.profile == Profile::controller && (raw.grip.has_value() || !raw.joints);
  if (holds_controller)
    place_controller(raw, memory, input);
  else
    place_bare(raw, memory, seconds, input);

  pinch_for_menu(which, raw, head, memory, input);
  if (input.scene_from_hand && memory.placed_by && *memory.placed_by != raw.profile) {
    input.scene_from_hand.reset();  // its place leaps: for one frame it is nowhere
    input.scene_from_aim.reset();
  }
  memory.placed_by = raw.profile;
  look_after(raw, memory, seconds, input);
  return input;
}

void Hands::pinch_for_menu(Hand which, const RawHand& raw,
                           const std::optional<Eigen::Isometry3d>& head, Memory& memory,
                           HandInput& input) {
  if (input.kind != HandKind::bare) {
    memory.pinches = {};
    memory.asks_for_menu = false;
    return;
  }
  const bool pinched = memory.pinches.is();
  const bool pinches = memory.pinches.step(input.select, pinch_begins, pinch_ends);
  if (pinches && !pinched && input.scene_from_hand) {
    const Eigen::Vector3d out =
        raw.joints ? out_of_palm(*raw.joints) : out_of_palm(which, *input.scene_from_hand);
    memory.asks_for_menu = faces(input.scene_from_hand->translation(), out, head);
  }
  if (!memory.asks_for_menu) return;
  // Until the fingers are apart: what they still pinch must take nothing.
  input.menu = pinches;
  input.grab = 0.0;
  input.select = 0.0;
  memory.asks_for_menu = pinches;
}

void Hands::place_controller(const RawHand& raw, Memory& memory, HandInput& input) {
  input.kind = HandKind::controller;
  memory.aim.lose();
  if (!raw.grip || !raw.grip->orientation_tracked) return;
  if (raw.grip->position_tracked) {
    const bool found_now = memory.followed_turn_alone;
    memory.was_placed = true;
    memory.followed_turn_alone = false;
    if (found_now) return;  // its place leaps: for one frame it is nowhere
  } else if (memory.was_placed) {
    return;
  } else {
    memory.followed_turn_alone = true;
  }
  input.scene_from_hand = raw.grip->scene_from_space;
  if (raw.aim && raw.aim->orientation_tracked) input.scene_from_aim = raw.aim->scene_from_space;
}

void Hands::place_bare(const RawHand& raw, Memory& memory, double seconds, HandInput& input) {
  memory.was_placed = memory.followed_turn_alone = false;
  // Grip and palm joint are some centimetres apart: a hand goes by one of them.
  if (raw.profile == Profile::hand) {
    input.kind = HandKind::bare;
    if (raw.grip && is_tracked(*raw.grip)) input.scene_from_hand = raw.grip->scene_from_space;
    if (raw.aim && is_tracked(*raw.aim)) input.scene_from_aim = raw.aim->scene_from_space;
  } else if (raw.joints) {
    input.kind = HandKind::bare;
    input.scene_from_hand = (*raw.joints)[JointName::palm].scene_from_joint;
    input.grab = 0.0;
    input.select = memory.select = pinch_strength(*raw.joints);
  } else if (memory.look.kind == HandKind::bare && memory.look.opacity > 0.0) {
    // Fingers that hide each other for a moment have not let go.
    input.kind = HandKind::bare;
    input.select = memory.select;
  }
  if (raw.joints && input.scene_from_hand && !input.scene_from_aim) {
    input.scene_from_aim = memory.aim.step(aim_of(*raw.joints), seconds);
  } else {
    memory.aim.lose();
  }
}

void Hands::look_after(const RawHand& raw, Memory& memory, double seconds, HandInput& input) {
  HandLook& look = memory.look;
  if (input.scene_from_hand) {
    look = {.kind = input.kind,
            .scene_from_hand = *input.scene_from_hand,
            .scene_from_aim = input.scene_from_aim,
            .joints = input.kind == HandKind::bare ? raw.joints : std::nullopt,
            .opacity = 1.0};
  } else {
    look.opacity = std::max(look.opacity - seconds / fade_seconds, 0.0);
  }
  input.look = look;
}

}  // namespace volvr::xr
