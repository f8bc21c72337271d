// SPDX-License-Identifier: Apache-2.0
#include "panels/setting_step.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace volvr::panels {

namespace {

constexpr double decades = 64.0;  // ranges wider than this are gone through by doubling
constexpr double parts = 20.0;

// The largest of 1, 2, 5, 10, 20 ... that is not above `most`.
double round_step(double most) {
  const double decade = std::pow(10.0, std::floor(std::log10(most) + 1e-9));
  for (const double factor : {5.0, 2.0}) {
    if (factor * decade <= most * (1.0 + 1e-9)) return factor * decade;
  }
  return decade;
}

double doubled(double value, int step, bool whole) {
  const double least = whole ? 1.0 : 0.01;
  if (value == 0.0) return step * least;
  const bool grows = (value > 0.0) == (step > 0);
  if (!grows && std::abs(value) <= least) return 0.0;
  return grows ? 2.0 * value : 0.5 * value;
}

}  // namespace

std::string next_value(const Setting& setting, const std::string& now, int step) {
  const bool whole = setting.kind == SettingKind::integer;
  const double value = parse_number(now).value_or(setting.minimum);
  const double range = setting.maximum - setting.minimum;
  const double smallest = std::max(std::abs(setting.minimum), whole ? 1.0 : 0.01);
  double next = 0.0;
  if (range / smallest > decades && range > decades) {
    next = doubled(value, step, whole);
  } else {
    const double by = std::max(round_step(range / parts), whole ? 1.0 : 0.0);
    // From step to step, so that odd values come back to round ones.
    const double place = value / by;
    const double nearest = step > 0 ? std::floor(place + 1e-6) : std::ceil(place - 1e-6);
    next = (nearest + step) * by;
  }
  next = std::clamp(next, setting.minimum, setting.maximum);
  if (whole) next = std::round(next);
  return short_number(next, whole ? 12 : 6);
}

}  // namespace volvr::panels
