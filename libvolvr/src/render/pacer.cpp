// SPDX-License-Identifier: Apache-2.0
#include "render/pacer.h"

#include <algorithm>
#include <cmath>

namespace volvr::render {

void Pacer::moved(double now) {
  moved_at_ = now;
  stale_ = true;
  exact_ = false;
}

bool Pacer::wants_frame(double now) const {
  return stale_ || (!exact_ && !is_moving(now));
}

Sampling Pacer::sampling(double now) const {
  if (!is_moving(now)) return {};
  return {.step = std::clamp(coarseness_, 1.0, 2.0), .pixels = coarseness_};
}

void Pacer::drawn(double now, double seconds) {
  stale_ = false;
  exact_ = !is_moving(now);
  if (exact_) {
    // The first coarse frame must come in time too: cost falls with pixels and steps.
    if (coarseness_ == 1.0 && seconds > target_) coarseness_ = std::cbrt(seconds / target_);
    coarseness_ = std::clamp(coarseness_, 1.0, coarsest_);
    return;
  }
  const double wanted = coarseness_ * std::sqrt(std::max(seconds, 1e-4) / target_);
  // Half-way each time, and not at all for small differences: no flicker between two sizes.
  if (std::abs(wanted - coarseness_) < 0.15 * coarseness_) return;
  coarseness_ = std::clamp(0.5 * (coarseness_ + wanted), 1.0, coarsest_);
}

}  // namespace volvr::render
