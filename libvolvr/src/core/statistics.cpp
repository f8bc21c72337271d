// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "volvr/volume.h"

namespace volvr {

namespace {

constexpr std::size_t bins = 4096;

struct Histogram {
  std::array<std::uint64_t, bins> counts{};
  double low = 0.0;
  double width = 0.0;  // of one bin
  std::uint64_t total = 0;

  double quantile(double fraction) const {
    const double wanted = std::clamp(fraction, 0.0, 1.0) * static_cast<double>(total);
    double below = 0.0;
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const auto here = static_cast<double>(counts[bin]);
      if (here > 0.0 && below + here >= wanted) {
        return low + width * (static_cast<double>(bin) + std::max(0.0, wanted - below) / here);
      }
      below += here;
    }
    return low + width * static_cast<double>(bins);
  }
};

template <class T>
bool is_finite(T value) {
  if constexpr (std::is_floating_point_v<T>) return std::isfinite(value);
  return true;
}

template <class T>
ValueStatistics extremes(std::span<const T> values) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  double sum = 0.0;
  std::uint64_t count = 0;
  for (const T value : values) {
    if (!is_finite(value)) continue;
    const auto number = static_cast<double>(value);
    low = std::min(low, number);
    high = std::max(high, number);
    sum += number;
    ++count;
  }
  if (count == 0) return {};
  return {low, high, sum / static_cast<double>(count), {}};
}

template <class T>
Histogram histogram(std::span<const T> values, double low, double high) {
  Histogram result;
  result.low = low;
  result.width = (high - low) / static_cast<double>(bins);
  if (result.width <= 0.0) return result;
  for (const T value : values) {
    if (!is_finite(value)) continue;
    const double place = (static_cast<double>(value) - low) / result.width;
    ++result.counts[std::min(bins - 1, static_cast<std::size_t>(place))];
    ++result.total;
  }
  return result;
}

}  // namespace

ValueStatistics statistics(const Volume& volume, const std::vector<double>& fractions) {
  return visit_values(volume, [&](auto values) {
    ValueStatistics result = extremes(values);
    if (fractions.empty()) return result;
    const Histogram counted = histogram(values, result.minimum, result.maximum);
    for (const double fraction : fractions) {
      const double value = counted.total > 0 ? counted.quantile(fraction) : result.minimum;
      result.quantiles.push_back(std::clamp(value, result.minimum, result.maximum));
    }
    return result;
  });
}

}  // namespace volvr
