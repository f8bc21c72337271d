// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace volvr::render {

/// What frames take to be drawn, by the GPU's own clock: asked for with each frame, known some
/// frames later, and never waited for. Where the processors draw, their time is taken instead.
///
///     timer.begin(frame);  draw...  timer.end(DrawnBy::gpu);
///     for (const auto& [frame, seconds] : timer.take()) budget.measured(frame, seconds);
///
/// All of it needs the OpenGL context that draws to be current. As GlTexture, it frees nothing by
/// itself.
class FrameTimer {
 public:
  enum class DrawnBy { gpu, processors };

  struct Taken {
    std::uint64_t frame = 0;
    double seconds = 0.0;
  };

  /// Whether the driver has such a clock (OpenGL 3.3 or ARB_timer_query). Without it frames that
  /// the GPU draws are never told of.
  bool has_gpu_clock();

  void begin(std::uint64_t frame);
  /// What lies between is not counted: waiting for a compositor's picture.
  void pause();
  void resume();
  void end(DrawnBy drawn_by);

  /// Frames whose times have become known since the last call, each once, in their order.
  std::vector<Taken> take();

  /// Frames whose times are still to come; the oldest are given up beyond some.
  std::size_t pending() const { return pending_.size(); }

  void free();

 private:
  struct Stretch {
    unsigned first = 0;  ///< queries; 0: none
    unsigned last = 0;
  };
  struct Frame {
    std::uint64_t number = 0;
    std::vector<Stretch> stretches;
    double processor_seconds = 0.0;  ///< on the clock, without pauses
    double since = 0.0;              ///< when the present stretch began
  };

  unsigned stamp();
  void give_back(const Frame& frame);
  static bool is_known(const Frame& frame);
  static double gpu_seconds(const Frame& frame);

  Frame present_;
  std::deque<Frame> pending_;
  std::vector<Taken> known_;
  std::vector<unsigned> spare_;  ///< queries that nobody waits for
  int has_gpu_clock_ = -1;       ///< -1: not asked yet
};

}  // namespace volvr::render
