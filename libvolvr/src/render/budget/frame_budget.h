// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "render/budget/cost_estimate.h"
#include "render/budget/lateness.h"
#include "render/budget/quality.h"

namespace volvr::render {

/// What is drawn while nothing moves and the exact picture takes longer than a frame may.
enum class AtRest {
  hold_rate,  ///< the best quality that comes in time: in a headset no head is ever quite still,
              ///< and a late frame makes ill at rest too
  exact_picture,  ///< the exact one, however late: a window shows it until something moves
};

struct BudgetOptions {
  double headroom = 0.1;  ///< part of the period that is left free, 0 to 0.5
  AtRest at_rest = AtRest::hold_rate;
  QualityPins pins{};
  QualityRange range{};
};

/// A frame that is about to be drawn. Times are seconds of one steady clock of the caller's.
struct FrameStart {
  double now = 0.0;
  double period = 1.0 / 90.0;  ///< of the display, or what a frame may take in a window; may change
  double turning = 0.0;        ///< of the head, radians a second; NaN: not known
  double moving = 0.0;         ///< of the head, metres a second; NaN: not known
  bool changed =
      false;  ///< since the last frame: transfer function, clip, volume, pose, time point
  double cpu_seconds =
      0.0;  ///< of the last frame, without waiting for display or GPU; 0: not known
};

/// One decision, for both eyes.
struct FramePlan {
  std::uint64_t frame = 0;  ///< rises by one; names the frame when its time is measured
  Quality quality{};
  double seconds = 0.0;        ///< that the frame is thought to take on the GPU; 0: not known
  double exact_seconds = 0.0;  ///< that the best quality would take; 0: not known
  bool is_best = false;        ///< nothing is lowered, but for what is pinned
  bool fits = true;            ///< false: thought to be late, and nothing is left to lower
};

/// Chooses the quality of each frame so that none is late.
///
/// It learns what a frame costs in this view (CostEstimate) and goes at once to the quality that
/// fits, rather than trying its way. It lowers along QualityPath, at most to a third of the cost in
/// one frame, and by little where nothing would be late yet; it raises by small parts: slowly while
/// the head moves, within a sixth of a second when it rests. Between the two lies a band in which
/// nothing changes. A raise that had to be taken back is tried again later and later.
class FrameBudget {
 public:
  explicit FrameBudget(const BudgetOptions& options = {});

  /// The frame's quality. Calls alternate with drawing; times in `start` never go back.
  FramePlan next(const FrameStart& start);

  /// What the GPU took for a frame of `next`, both eyes together: frames late, in any order, or
  /// never. Unknown frames, repeated ones and nonsense are passed over.
  void measured(std::uint64_t frame, double gpu_seconds);

  /// Something moved, outside of `next`: for windows, which draw no frames while nothing moves.
  void moved(double now) { moved_at_ = now; }

  /// AtRest::exact_picture: what was drawn last is not the best, and nothing has moved for long
  /// enough, so that a frame should be drawn for its quality alone.
  bool wants_better_frame(double now) const;

 private:
  struct Drawn {
    std::uint64_t frame = 0;
    double cost = 0.0;
    bool steady = false;
    bool is_measured = true;
  };
  struct Limits {
    double most;      ///< seconds; what is thought to take longer is lowered
    double lower_to;  ///< seconds
    double raise_below;
    double raise_to;
  };

  bool is_resting(double now) const;
  void forget_rest();
  void note_motion(const FrameStart& start);
  void note_interval(const FrameStart& start, double interval);
  void guess_from(double interval, const FrameStart& start);
  Limits limits(const FrameStart& start) const;
  double choose(const FrameStart& start, double elapsed);
  double lowered(const Limits& limits, double period, double elapsed) const;
  double raised(const Limits& limits, bool resting, double elapsed) const;
  bool may_raise(double predicted, const Limits& limits, const FrameStart& start);
  void note_change(double before, double now, bool resting);
  const Drawn& drawn_last() const { return drawn_[frame_ % drawn_.size()]; }

  BudgetOptions options_;
  QualityPath path_;
  CostEstimate estimate_;
  Lateness lateness_;

  std::array<Drawn, 64> drawn_{};
  std::uint64_t frame_ = 0;
  double place_ = 0.0;  ///< on path_
  bool shows_exact_picture_ = false;

  double now_ = 0.0;  ///< of the last frame
  double period_ = 1.0 / 90.0;
  double moved_at_ = -1e9;
  double rested_at_ = -1e9;
  double changed_at_ = -1e9;
  std::uint64_t scene_from_ = 0;  ///< frames before this one show another scene

  double late_at_rest_ = 0.0;  ///< late frames of the last two hundred that were drawn at rest
  bool is_restless_ = false;  ///< cost changes at rest, too (4D, noise): the whole headroom is kept
  double measured_at_ = -1e9;  ///< when the GPU's time was last heard of
  int late_in_a_row_ = 0;
  double punctual_ = 0.0;  ///< seconds

  struct Raising {
    double patience;           ///< seconds for which a finer quality must have fitted
    double at = -1e9;          ///< when it was last raised
    double settled_at = -1e9;  ///< when patience was last changed
  };
  std::array<Raising, 2> raising_{Raising{.patience = 0.3}, Raising{.patience = 0.0}};  // [resting]
  std::optional<double> fits_since_;  ///< finer would have fitted
};

}  // namespace volvr::render
