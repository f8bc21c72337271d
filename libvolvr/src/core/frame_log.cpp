// SPDX-License-Identifier: Apache-2.0
#include "volvr/frame_log.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace volvr {

namespace {

constexpr std::size_t most_frames_a_second = 144;
constexpr std::size_t latest_measured = 64;  // frames; what is told later is too old to be found

}  // namespace

FrameLog::FrameLog(double minutes) : kept_seconds_(minutes * 60.0) {}

void FrameLog::add(FrameRecord frame) {
  if (std::isnan(first_at_)) first_at_ = frame.at;
  frame.at -= first_at_;
  frame.missed = 0;
  if (frame.display_time != 0 && last_display_time_ != 0 && frame.period > 0.0) {
    const double since = static_cast<double>(frame.display_time - last_display_time_) * 1e-9;
    frame.missed = std::max(0, static_cast<int>(std::lround(since / frame.period)) - 1);
  }
  last_display_time_ = frame.display_time;

  totals_.frames += 1;
  totals_.drawn += frame.should_draw ? 1 : 0;
  totals_.missed += static_cast<std::uint64_t>(frame.missed);
  totals_.seconds = frame.at;
  frames_.push_back(frame);
  const auto most = static_cast<std::size_t>(kept_seconds_) * most_frames_a_second;
  while (frames_.size() > most || frames_.front().at < frame.at - kept_seconds_) {
    frames_.pop_front();
  }
}

void FrameLog::measured(std::uint64_t number, double gpu_seconds) {
  if (number == 0) return;
  const std::size_t looked_at = std::min(latest_measured, frames_.size());
  const auto end = frames_.rbegin() + static_cast<std::ptrdiff_t>(looked_at);
  const auto at = std::find_if(frames_.rbegin(), end,
                               [&](const FrameRecord& frame) { return frame.number == number; });
  if (at != end) at->gpu = gpu_seconds;
}

Percentiles percentiles(std::span<const double> values) {
  std::vector<double> known;
  std::ranges::copy_if(values, std::back_inserter(known), [](double v) { return !std::isnan(v); });
  if (known.empty()) return {};
  std::ranges::sort(known);
  const auto part = [&](double p) {
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(known.size())));
    return known[std::max<std::size_t>(rank, 1) - 1];
  };
  return {.p50 = part(0.5), .p90 = part(0.9), .p99 = part(0.99), .most = known.back()};
}

}  // namespace volvr
