// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "volvr/command.h"
#include "xr/grab.h"
#include "xr/input.h"

namespace volvr::xr {

struct InteractionOptions {
  double window_rate = 0.5;   ///< of the window's width a second, stick held over
  double dead_zone = 0.15;    ///< of the stick's way
  double grab_at = 0.6;       ///< of the trigger's way
  double release_at = 0.4;
  double longest_step = 0.2;  ///< seconds; a frame that took longer counts as this for the stick
  GrabLimits limits;
};

/// A sentence that a hand said. Sentences of one gesture belong together for undo.
struct HandCommand {
  Command command;
  bool continues_gesture = false;
};

/// Turns what hands do into commands. Plain state over frames; knows no runtime and draws nothing.
///
/// One hand that grabs moves and turns the study; both hands scale and turn it about their middle.
/// They need not touch it, so that it can always be reached. A hand that is lost while it holds the
/// study lets it stand still, and takes it up again where it is found: nothing jumps. While a hand
/// holds the study the sticks rest, which a gripping thumb pushes by mistake.
class Interaction {
 public:
  explicit Interaction(const InteractionOptions& options = {}) : options_(options) {}

  /// @param state  what is seen now; grabbing moves on from its pose
  std::vector<HandCommand> step(const Input& input, const State& state);

 private:
  struct HandMemory {
    bool holds = false;
    bool next = false;
    bool previous = false;
    bool reset = false;
    std::optional<Eigen::Isometry3d> held_at;  ///< in the frame before, while it held the study
  };

  void step_grab(const Input& input, const State& state, std::vector<HandCommand>& said);
  void step_buttons(const Input& input, std::vector<HandCommand>& said);
  void step_window(const Input& input, const State& state, std::vector<HandCommand>& said);

  InteractionOptions options_;
  std::array<HandMemory, 2> memory_;
  bool moving_ = false;
  bool windowing_ = false;
};

}  // namespace volvr::xr
