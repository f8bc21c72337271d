// SPDX-License-Identifier: Apache-2.0
#include "panels/measures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace volvr::panels {

namespace {

constexpr double units_wide = 50.0;
constexpr double units_high = 40.0;
constexpr double widest = 0.83;  // metres at arm's length
constexpr double highest = 0.68;
constexpr double least_pixels_per_degree = 15.0;
constexpr double most_pixels = 3072.0;
constexpr double least_target_degrees = 2.5;
constexpr double target_units = 2.6;
constexpr double arms_length = 0.6;

}  // namespace

double metres_seen_under(double degrees, double distance) {
  return distance * std::tan(degrees * std::numbers::pi / 180.0);
}

HeadsetPanel headset_panel(const HeadsetText& text) {
  const double capital = metres_seen_under(text.text_degrees, text.distance);
  const double unit = capital / Measures::default_text_degrees;
  const double reach = text.distance / arms_length;
  HeadsetPanel panel;
  panel.width = std::min(units_wide * unit, widest * reach);
  panel.height = std::min(units_high * unit, highest * reach);
  const double wanted = std::max(text.pixels_per_degree, least_pixels_per_degree) /
                        metres_seen_under(1.0, text.distance);
  const double pixels_per_metre =
      std::min(wanted, most_pixels / std::max(panel.width, panel.height));
  const double least_target = metres_seen_under(least_target_degrees, text.distance);
  panel.measures = {.width = static_cast<int>(std::lround(panel.width * pixels_per_metre)),
                    .height = static_cast<int>(std::lround(panel.height * pixels_per_metre)),
                    .capital = capital * pixels_per_metre,
                    .target = std::max(least_target, target_units * unit) * pixels_per_metre};
  return panel;
}

Measures window_measures(int width, int height, double capital) {
  const double unit = capital / Measures::default_text_degrees;
  return {.width = width, .height = height, .capital = capital, .target = target_units * unit};
}

int side_panel_width(int window_width, double capital) {
  const double wanted = units_wide * capital / Measures::default_text_degrees;
  return static_cast<int>(std::lround(std::min(wanted, 0.6 * window_width)));
}

}  // namespace volvr::panels
