// SPDX-License-Identifier: Apache-2.0
#include "render/quality_settings.h"

#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>

namespace volvr::render {

namespace {

std::optional<double> pin(const Settings& settings, std::string_view name) {
  const double value = settings.number(name);
  return value > 0.0 ? std::optional(value) : std::nullopt;
}

BudgetOptions budget_of(const Settings& settings) {
  BudgetOptions options;
  options.headroom = settings.number("render.headroom");
  options.pins = quality_pins(settings);
  const double radius = settings.number("render.fovea_radius") * std::numbers::pi / 180.0;
  // Of a field of view of 90 degrees, which spans two tangents.
  options.range.fovea_radius = 0.5 * std::tan(radius);
  return options;
}

}  // namespace

QualityPins quality_pins(const Settings& settings) {
  const double shadows = settings.number("render.shadows");
  return {.edge_pixel = pin(settings, "render.periphery"),
          .pixels = pin(settings, "render.resolution"),
          .shadows = shadows >= 0.0 ? std::optional(shadows) : std::nullopt,
          .step = pin(settings, "render.coarse_step")};
}

BudgetOptions headset_budget(const Settings& settings) {
  BudgetOptions options = budget_of(settings);
  const bool exact = settings.text("render.at_rest") == "exact-picture";
  options.at_rest = exact ? AtRest::exact_picture : AtRest::hold_rate;
  return options;
}

BudgetOptions window_budget(const Settings& settings) {
  BudgetOptions options = budget_of(settings);
  options.at_rest = AtRest::exact_picture;
  if (!options.pins.edge_pixel) options.pins.edge_pixel = 1.0;
  return options;
}

double fovea_radius(const Settings& settings, bool is_tracked) {
  return settings.number(is_tracked ? "render.gaze_radius" : "render.fovea_radius");
}

FoveaAim fovea_aim(const Settings& settings) {
  return {.radius_degrees = fovea_radius(settings, false)};
}

Sampling best_sampling(const Settings& settings) {
  return {.quality = QualityPath(quality_pins(settings)).at(0.0), .aim = fovea_aim(settings)};
}

}  // namespace volvr::render
