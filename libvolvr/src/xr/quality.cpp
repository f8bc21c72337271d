// SPDX-License-Identifier: Apache-2.0
#include "xr/quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace volvr::xr {

namespace {

// Each costs about half of the one before it.
constexpr std::array levels{
    render::Sampling{.step = 1.0, .pixels = 1.0}, render::Sampling{.step = 1.4, .pixels = 1.2},
    render::Sampling{.step = 1.7, .pixels = 1.5}, render::Sampling{.step = 2.0, .pixels = 2.0},
    render::Sampling{.step = 2.5, .pixels = 2.6}, render::Sampling{.step = 3.0, .pixels = 3.5},
    render::Sampling{.step = 4.0, .pixels = 4.5},
};
constexpr int coarsest = static_cast<int>(levels.size()) - 1;

constexpr double smoothing = 0.25;       // weight of the newest frame
constexpr double too_late = 0.35;        // periods
constexpr double far_too_late = 0.15;    // seconds between two frames: nobody moves through these
constexpr double punctual = 0.1;
constexpr double settling = 0.2;         // seconds over which frames are watched at least
constexpr double soon_after = 1.0;       // a finer level that fails this soon was a mistake
constexpr double most_patience = 60.0;

}  // namespace

void Quality::change_level(int by) {
  level_ = std::clamp(level_ + by, 0, coarsest);
  since_change_ = 0.0;
  late_ = 0.0;
  just_changed_ = true;
}

void Quality::on_frame(double seconds, double period) {
  if (period <= 0.0 || seconds <= 0.0) return;
  if (std::exchange(just_changed_, false)) return;
  since_change_ += seconds;
  const bool is_far_too_late = seconds > far_too_late && seconds > 2.0 * period;
  const bool twice = std::exchange(last_was_far_too_late_, is_far_too_late) && is_far_too_late;
  if (twice && level_ < coarsest) change_level(static_cast<int>(std::ceil(std::log2(seconds / period))));
  if (is_far_too_late) return;
  late_ += smoothing * (seconds / period - 1.0 - late_);
  if (since_change_ < settling) return;
  if (late_ > too_late && level_ < coarsest) {
    if (since_change_ < soon_after) patience_ = std::min(2.0 * patience_, most_patience);
    change_level(1);
  } else if (late_ < punctual && level_ > 0 && since_change_ > patience_) {
    change_level(-1);
  }
}

render::Sampling Quality::sampling() const { return levels.at(static_cast<std::size_t>(level_)); }

}  // namespace volvr::xr
