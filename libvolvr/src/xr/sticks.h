// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "xr/input.h"
#include "xr/said.h"

namespace volvr::xr {

struct StickOptions {
  Hand dominant = Hand::right;
  double window_rate = 0.5;   ///< of the window's width a second, stick held over
  double dead_zone = 0.15;    ///< of the stick's way
  double pushed_at = 0.7;     ///< of the stick's way: a step
  double back_at = 0.35;      ///< the stick has to come back to here before the next step
  double turn_step = 30.0;    ///< degrees
  double longest_step = 0.2;  ///< seconds; a frame that took longer counts as this
};

/// The sticks. That of the dominant hand moves the window for as long as it is held over; that of
/// the other hand takes one step a push: to the sides the study turns about the vertical, forward
/// and back it goes through time or, where there is one volume alone, through the presets.
class Sticks {
 public:
  explicit Sticks(const StickOptions& options = {}) : options_(options) {}

  void set_options(const StickOptions& options) { options_ = options; }

  /// @param rest  the sticks say nothing; one that is pushed meanwhile has to come back first
  void step(const Input& input, const State& state, const Around& around, bool rest, Said& said);

 private:
  void step_window(const Input& input, const State& state, bool rest, Said& said);
  void step_push(const Input& input, const State& state, bool rest, Said& said);

  StickOptions options_;
  bool windowing_ = false;
  bool pushed_ = false;
};

}  // namespace volvr::xr
