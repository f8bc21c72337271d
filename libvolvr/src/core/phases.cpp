// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "volvr/error.h"
#include "volvr/phases.h"

namespace volvr {

namespace {

constexpr double day = 86400.0;

// Seconds from the first, or nothing where they tell no order.
std::vector<double> rising(const std::vector<std::optional<double>>& seconds) {
  std::vector<double> begins;
  double days = 0.0;
  for (std::size_t at = 0; at < seconds.size(); ++at) {
    if (!seconds[at] || !std::isfinite(*seconds[at])) return {};
    if (at > 0 && *seconds[at] < *seconds[at - 1] - 0.5 * day) days += day;
    const double since = *seconds[at] + days - *seconds[0];
    if (at > 0 && since <= begins.back()) return {};
    begins.push_back(since);
  }
  return begins;
}

}  // namespace

PhaseTimes phase_times(const std::vector<std::optional<double>>& seconds, double rate) {
  if (seconds.empty() || !(rate > 0.0) || !std::isfinite(rate)) {
    throw Error(ErrorCode::invalid_argument, "Volumes are played at a rate above 0.");
  }
  PhaseTimes times;
  const auto count = static_cast<double>(seconds.size());
  times.begins = rising(seconds);
  if (times.begins.size() > 1) {
    times.from_study = true;
    times.period = times.begins.back() * count / (count - 1.0);
    return times;
  }
  times.begins.clear();
  for (std::size_t at = 0; at < seconds.size(); ++at) {
    times.begins.push_back(static_cast<double>(at) / rate);
  }
  times.period = count / rate;
  return times;
}

std::size_t phase_at(const PhaseTimes& times, double seconds) {
  double within = std::fmod(seconds, times.period);
  if (within < 0.0) within += times.period;
  const auto after = std::ranges::upper_bound(times.begins, within);
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - times.begins.begin() - 1, 0));
}

Playback::Playback(PhaseTimes times) : times_(std::move(times)) {}

void Playback::play(double now, std::size_t phase, double speed) {
  started_ = now;
  offset_ = times_.begins[std::min(phase, times_.begins.size() - 1)];
  speed_ = speed;
}

std::size_t Playback::phase(double now) const {
  return phase_at(times_, offset_ + (now - started_) * speed_);
}

std::vector<std::size_t> Playback::next(double now, std::size_t count) const {
  const std::size_t all = times_.begins.size();
  const std::size_t step = speed_ < 0.0 ? all - 1 : 1;
  std::vector<std::size_t> phases;
  std::size_t phase = this->phase(now);
  for (std::size_t at = 1; at <= std::min(count, all - 1); ++at) {
    phase = (phase + step) % all;
    phases.push_back(phase);
  }
  return phases;
}

}  // namespace volvr
