// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "render/caster/gl.h"

namespace volvr::render {

/// Times what a GPU does between two points, without ever waiting for it: the times come some
/// pictures later. Any number of stopwatches can run within each other. As GlProgram, it frees
/// nothing by itself.
class GlStopwatch {
 public:
  struct Lap {
    int ticket = 0;
    double seconds = 0.0;
  };

  /// @return a number that the lap is told apart by; -1 where the driver has no clock, or where too
  ///   many laps are still under way
  int start();
  void stop();

  /// The laps that are done since it was last asked.
  std::vector<Lap> laps();

  void free();

 private:
  struct Pair {
    std::array<GLuint, 2> queries{};
    int ticket = -1;  // -1: free
  };

  std::array<Pair, 8> pairs_;
  Pair* running_ = nullptr;
  int next_ticket_ = 0;
};

}  // namespace volvr::render
