// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "xr/contact.h"
#include "xr/grab.h"
#include "xr/hysteresis.h"
#include "xr/input.h"
#include "xr/said.h"
#include "xr/sticks.h"

namespace volvr::xr {

struct InteractionOptions {
  double grab_at = 0.6;  ///< of the trigger's way
  double release_at = 0.4;
  bool snap = false;         ///< let go nearly square to the viewer, the study turns square
  double snap_within = 5.0;  ///< degrees
  double rests_within =
      0.03;  ///< metres above the table: let go there or below, it lies on the table
  StickOptions sticks;
  GrabLimits limits;
};

/// Turns what hands do into commands and into what they feel. Plain state over frames; knows no
/// runtime and draws nothing.
///
/// One hand that grabs moves and turns the study; both hands scale and turn it about their middle.
/// They need not touch it, so that it can always be reached. Squeeze grabs, and so does the
/// trigger, unless its hand points at a panel when it is pulled: then it presses there until it is
/// let go. A hand that is lost while it holds the study lets it stand still, and takes it up again
/// where it is found: nothing jumps. While a hand holds the study the sticks rest, which a gripping
/// thumb pushes by mistake.
class Interaction {
 public:
  explicit Interaction(const InteractionOptions& options = {})
      : options_(options), sticks_(options.sticks) {}

  /// From the next frame on; a grab goes on.
  void set_options(const InteractionOptions& options);

  /// @param state  what is seen now; grabbing moves on from its pose
  Said step(const Input& input, const State& state, const Around& around = {});

  /// Whether this hand's trigger presses on the panel (since it was pulled there).
  bool presses_panel(Hand hand) const { return memory_[index_of(hand)].presses_panel; }

  bool holds(Hand hand) const { return memory_[index_of(hand)].holds; }

 private:
  struct HandMemory {
    Hysteresis squeezes;
    Hysteresis selects;
    bool presses_panel = false;
    bool holds = false;
    bool next = false;
    bool menu = false;
    bool recentre = false;
    HandKind kind = HandKind::none;
    std::optional<Eigen::Isometry3d> held_at;  ///< in the frame before, while it held the study
  };
  using Places = std::array<std::optional<Eigen::Isometry3d>, 2>;

  void step_holds(const Input& input, const Around& around, Said& said);
  void step_buttons(const Input& input, const State& state, Said& said);
  void step_grab(const Places& before, const State& state, const Around& around, Said& said);
  Pose followed(const Places& before, const Pose& pose, const GrabLimits& limits) const;
  void feel_limits(const Pose& before, const Pose& wanted, const Pose& reached, Said& said);
  Pose settled(const State& state, const Around& around, HapticKind& felt) const;
  void settle(const State& state, const Around& around, Said& said);
  Places held_places() const { return {memory_[0].held_at, memory_[1].held_at}; }

  InteractionOptions options_;
  Sticks sticks_;
  Contact contact_;
  std::array<HandMemory, 2> memory_;
  bool moving_ = false;  ///< the gesture has said a pose
  double strain_ = 0.0;  ///< how far hands have pulled beyond a limit, 1 being much
};

}  // namespace volvr::xr
