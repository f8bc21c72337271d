// SPDX-License-Identifier: Apache-2.0
#include "volvr/appearance.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace volvr {

namespace {

constexpr std::size_t most_samples = 4'000'000;
constexpr std::size_t bins = 256;
constexpr double low_quantile = 0.01;
constexpr double high_quantile = 0.995;

// Finite values in rising order, thinned out evenly where there are many.
std::vector<float> sorted_samples(const Volume& volume) {
  std::vector<float> samples = visit_values(volume, [](auto values) {
    const std::size_t stride = values.size() / most_samples + 1;
    std::vector<float> picked;
    picked.reserve(values.size() / stride + 1);
    for (std::size_t i = 0; i < values.size(); i += stride) {
      const auto value = static_cast<float>(values[i]);
      if (std::isfinite(value)) picked.push_back(value);
    }
    return picked;
  });
  std::ranges::sort(samples);
  return samples;
}

float quantile(std::span<const float> sorted, double fraction) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::lround(fraction * last))];
}

// Where the tall peak of the air around the patient ends: the bin farthest below the straight line
// from the histogram's peak to its end (Zack, Rogers and Latt, J Histochem Cytochem 25:741, 1977).
float end_of_background(std::span<const float> sorted) {
  const float low = sorted.front();
  const float width = (quantile(sorted, high_quantile) - low) / static_cast<float>(bins);
  if (!(width > 0.0F)) return low;
  std::vector<double> counts(bins, 0.0);
  for (const float value : sorted) {
    const auto bin = static_cast<std::size_t>((value - low) / width);
    if (bin < bins) counts[bin] += 1.0;
  }
  const auto peak = static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
  const double slope = counts[peak] / static_cast<double>(bins - peak);
  std::size_t best = peak;
  double farthest = 0.0;
  for (std::size_t bin = peak; bin < bins; ++bin) {
    const double below = counts[peak] - slope * static_cast<double>(bin - peak) - counts[bin];
    if (below > farthest) {
      farthest = below;
      best = bin;
    }
  }
  return low + width * static_cast<float>(best + 1);
}

// The values that stand for 0 and 1 of a relative scale.
std::pair<double, double> relative_range(const Volume& volume) {
  const std::vector<float> samples = sorted_samples(volume);
  if (samples.empty()) return {0.0, 1.0};
  const auto first = std::ranges::upper_bound(samples, end_of_background(samples));
  std::span<const float> above(first, samples.end());
  // A volume of little but tissue has no such peak: all of it counts.
  if (above.size() < samples.size() / 500 + 2) above = samples;
  const double low = quantile(above, low_quantile);
  const double high = quantile(above, high_quantile);
  return {low, high > low ? high : low + 1.0};
}

// Every value v becomes target + (v - source) * factor.
Appearance moved(Appearance appearance, double source, double target, double factor) {
  const auto move = [&](double value) { return target + (value - source) * factor; };
  for (ColourPoint& point : appearance.colours) point.value = move(point.value);
  for (OpacityPoint& point : appearance.opacities) point.value = move(point.value);
  for (GradientPoint& point : appearance.gradient_opacities) point.gradient *= factor;
  return appearance;
}

}  // namespace

Appearance resolve(const Appearance& appearance, const Volume& volume) {
  require_drawable(appearance);
  if (appearance.scale == ValueScale::absolute) return appearance;
  const auto [low, high] = relative_range(volume);
  Appearance result = moved(appearance, 0.0, low, high - low);
  result.window.centre = low + appearance.window.centre * (high - low);
  result.window.width = appearance.window.width * (high - low);
  result.scale = ValueScale::absolute;
  return result;
}

Appearance with_window(const Appearance& appearance, const Window& window) {
  Appearance result = moved(appearance, appearance.window.centre, window.centre,
                            window.width / appearance.window.width);
  result.window = window;
  return result;
}

}  // namespace volvr
