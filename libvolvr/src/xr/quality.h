// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/ray_caster.h"

namespace volvr::xr {

/// How finely the volume is drawn, so that the headset gets its frames in time: a head that turns
/// faster than its pictures makes people ill. Plain arithmetic over frames.
///
/// A few late frames make the next ones coarser, two that are far too late at once and by as much as
/// it takes (one alone may be a new shader); punctual ones, after a while, finer by a step. A step
/// that proves too fine is not tried again for longer and longer.
class Quality {
 public:
  /// A frame follows the one before after `seconds`; the headset wants one every `period`.
  void on_frame(double seconds, double period);

  render::Sampling sampling() const;
  bool is_exact() const { return level_ == 0; }

 private:
  void change_level(int by);

  int level_ = 3;  ///< of quality.cpp's table; the first seconds are coarse rather than late
  double late_ = 0.0;            ///< mean lateness of the last frames, in periods
  double since_change_ = 0.0;    ///< seconds
  double patience_ = 2.0;        ///< seconds of punctual frames before a finer level is tried
  bool last_was_far_too_late_ = false;
  bool just_changed_ = false;    ///< the next frame makes shaders, and says nothing of the level
};

}  // namespace volvr::xr
