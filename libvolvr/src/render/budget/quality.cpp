// SPDX-License-Identifier: Apache-2.0
#include "render/budget/quality.h"

#include <algorithm>
#include <cmath>

#include "render/budget/fovea.h"

namespace volvr::render {

namespace {

constexpr double largest = 16.0;  // of each of the three that grow
constexpr std::size_t shadows = 2;

double within(double value, double low, double high) {
  return std::isfinite(value) ? std::clamp(value, low, high) : low;
}

double between(double best, double coarsest, double part, bool is_linear) {
  if (is_linear) return best + (coarsest - best) * part;
  return best * std::pow(coarsest / best, part);
}

}  // namespace

QualityPath::QualityPath(const QualityPins& pins, const QualityRange& range) : range_(range) {
  const Quality& end = range.coarsest;
  best_ = {1.0, 1.0, 1.0, 1.0};
  coarsest_ = {within(end.edge_pixel, 1.0, largest), within(end.pixels, 1.0, largest),
               within(end.shadows, 0.0, 1.0), within(end.step, 1.0, largest)};
  const std::array pinned{pins.edge_pixel, pins.pixels, pins.shadows, pins.step};
  for (std::size_t i = 0; i < pinned.size(); ++i) {
    const double low = i == shadows ? 0.0 : 1.0;
    const double high = i == shadows ? 1.0 : largest;
    if (pinned[i]) best_[i] = coarsest_[i] = within(*pinned[i], low, high);
    if (best_[i] != coarsest_[i]) length_ += 1.0;
  }
}

Quality QualityPath::at(double place) const {
  std::array<double, 4> value = best_;
  double left = std::clamp(place, 0.0, length_);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (best_[i] == coarsest_[i]) continue;
    value[i] = between(best_[i], coarsest_[i], std::clamp(left, 0.0, 1.0), i == shadows);
    left -= 1.0;
  }
  return {.edge_pixel = value[0], .pixels = value[1], .shadows = value[2], .step = value[3]};
}

double QualityPath::cost(const Quality& quality) const {
  const double rays =
      area_share(range_.fovea_radius, quality.edge_pixel) / (quality.pixels * quality.pixels);
  const double light = (1.0 + range_.shadow_cost * quality.shadows) / (1.0 + range_.shadow_cost);
  return rays * light / quality.step;
}

double QualityPath::cost(double place) const {
  return cost(at(place));
}

double QualityPath::place_for(double wanted) const {
  if (cost(0.0) <= wanted) return 0.0;
  if (cost(length_) > wanted) return length_;
  double low = 0.0;
  double high = length_;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (low + high);
    (cost(middle) <= wanted ? high : low) = middle;
  }
  return high;
}

}  // namespace volvr::render
