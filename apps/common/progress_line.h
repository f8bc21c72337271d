// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "volvr/progress.h"

namespace volvr::app {

/// Shows how far long work is, on stderr: on a terminal one line with a bar, rate and time left,
/// wiped away at the end; elsewhere a plain line now and then for work that takes seconds.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// What scan, load and save call; it asks them to stop once the program is interrupted.
  /// The sink must not outlive this object.
  ProgressSink sink();

  /// Takes the line off the terminal, before something else is printed.
  void wipe();

 private:
  bool show(const Progress& progress);

  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool drawn_ = false;
  std::string stage_;
  Clock::time_point stage_began_;
  Clock::time_point last_shown_;
};

/// "loading   45 % [#########...........] 123 of 275 slices, 120 a second, 2 s left". Bytes are
/// given in MB. Where the total is not known: "scanning  1200 files, 5000 a second".
std::string progress_text(const Progress& progress, double seconds);

}  // namespace volvr::app
