// SPDX-License-Identifier: Apache-2.0
#include "render/budget/cost_estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <ranges>
#include <vector>

namespace volvr::render {

namespace {

constexpr std::size_t most_samples = 5;
constexpr double least_believed = 0.15;  // weight of the newest, for small differences
constexpr double half_believed = 0.5;
constexpr double quality_differs = 1.05;  // the largest to the smallest cost
constexpr double clear = 0.25;            // difference of the logarithm that is believed wholly
constexpr double quality_changed = 0.3;   // logarithm of the cost: enough to learn `fixed_` from
constexpr double learning = 0.2;
constexpr double most_fixed = 0.8;  // of what the cheapest frame took
constexpr double no_trend = 0.008;  // growth of the logarithm that is none
constexpr double steepest = 0.22;   // believed growth, logarithm for each frame
constexpr double spread_learning = 0.05;
constexpr double most_spread = 0.1;
constexpr double furthest_ahead = 6.0;  // frames that a trend is carried on

}  // namespace

double CostEstimate::exact_of(const Sample& sample) const {
  return std::max(sample.seconds - fixed_, (1.0 - most_fixed) * sample.seconds) / sample.cost;
}

double CostEstimate::median_of_newest() const {
  const std::size_t n = samples_.size();
  if (n < 3) return exact_of(samples_.back());
  std::array last{exact_of(samples_[n - 3]), exact_of(samples_[n - 2]), exact_of(samples_[n - 1])};
  std::ranges::sort(last);
  return last[1];
}

void CostEstimate::measured(std::uint64_t frame, double cost, double seconds, bool steady) {
  const auto after =
      std::ranges::find_if(samples_, [&](const Sample& s) { return s.frame > frame; });
  samples_.insert(after, {frame, cost, seconds, steady});
  if (samples_.size() > most_samples) samples_.pop_front();
  learn_fixed();
  learn_spread();
  const double now = median_of_newest();
  const double change = exact_ > 0.0 ? std::log(now / exact_) : clear;
  // The more it differs the more it is believed, and more where it comes from another quality.
  const auto [least, most] = std::ranges::minmax(samples_ | std::views::transform(&Sample::cost));
  const double at_least = most > quality_differs * least ? half_believed : least_believed;
  const double believed = std::clamp(std::abs(change) / clear, at_least, 1.0);
  exact_ += believed * (now - exact_);
  learn_trend();
}

void CostEstimate::learn_fixed() {
  const Sample& a = samples_.front();
  const Sample& b = samples_.back();
  const bool steady = std::ranges::all_of(samples_, &Sample::steady);
  if (!steady || std::abs(std::log(a.cost / b.cost)) < quality_changed) return;
  const double exact = (a.seconds - b.seconds) / (a.cost - b.cost);
  if (exact <= 0.0) return;
  const double most = most_fixed * std::min(a.seconds, b.seconds);
  const double fixed = std::clamp(a.seconds - exact * a.cost, 0.0, most);
  fixed_ += learning * (fixed - fixed_);
}

void CostEstimate::learn_spread() {
  if (samples_.size() < 2) return;
  const double step = std::log(exact_of(samples_.back()) / exact_of(*(samples_.end() - 2)));
  spread_ += spread_learning * (std::min(std::abs(step), most_spread) - spread_);
}

// A slope that most pairs of samples exceed: neither noise nor a frame or two that took long, nor a
// jump that is over, make a trend of it.
void CostEstimate::learn_trend() {
  trend_ = 0.0;
  if (samples_.size() < 4) return;
  // A quality that rises meets what the model did not know, which is no change of the view.
  if (samples_.back().cost > quality_differs * samples_.front().cost) return;
  std::vector<double> slopes;
  for (auto b = samples_.begin(); b != samples_.end(); ++b) {
    for (auto a = samples_.begin(); a != b; ++a) {
      const auto frames = static_cast<double>(std::max<std::uint64_t>(b->frame - a->frame, 1));
      slopes.push_back(std::log(exact_of(*b) / exact_of(*a)) / frames);
    }
  }
  const auto at = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() * 35 / 100);
  std::ranges::nth_element(slopes, at);
  trend_ = std::clamp(*at - no_trend - 0.4 * spread_, 0.0, steepest);
}

// The median of three is as old as the middle one.
double CostEstimate::rise_by(std::uint64_t frame) const {
  if (samples_.empty() || frame <= samples_.back().frame) return 1.0;
  const auto ahead = static_cast<double>(frame - samples_.back().frame) + 1.0;
  return std::exp(trend_ * std::min(ahead, furthest_ahead));
}

double CostEstimate::predict(double cost, std::uint64_t frame) const {
  return is_known() ? fixed_ + exact_ * rise_by(frame) * cost : 0.0;
}

double CostEstimate::cost_for(double seconds, std::uint64_t frame) const {
  return std::max(seconds - fixed_, 0.0) / (exact_ * rise_by(frame));
}

void CostEstimate::scene_changed() {
  samples_.clear();
  trend_ = 0.0;
}

}  // namespace volvr::render
