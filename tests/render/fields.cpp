// SPDX-License-Identifier: Apache-2.0
#include "render/fields.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace volvr::test {

GridGeometry make_grid(const GridOptions& options) {
  GridGeometry grid;
  grid.size = (2.0 * options.half / options.step.array()).ceil().cast<int>() + 1;
  grid.patient_from_index.linear() = options.axes * options.step.asDiagonal();
  const Eigen::Vector3d middle = 0.5 * (grid.size.cast<double>().array() - 1.0).matrix();
  grid.patient_from_index.translation() =
      options.centre - grid.patient_from_index.linear() * middle;
  return grid;
}

Field ball(const Eigen::Vector3d& centre, double radius) {
  return [=](const Eigen::Vector3d& point) { return radius - (point - centre).norm(); };
}

Field both(Field a, Field b) {
  return [a = std::move(a), b = std::move(b)](const Eigen::Vector3d& point) {
    return std::max(a(point), b(point));
  };
}

Appearance opaque_above(double value, double ramp) {
  Appearance appearance;
  appearance.name = "test";
  appearance.colours = {{value, {1, 1, 1}}, {value + 1.0, {1, 1, 1}}};
  appearance.opacities = {{value - 0.5 * ramp, 0.0}, {value + 0.5 * ramp, 1.0}};
  appearance.shade = false;
  appearance.window = {value, 1.0};
  return appearance;
}

State state_of(const Appearance& appearance, View view) {
  State state;
  state.preset = appearance.name;
  state.appearance = appearance;
  state.window = appearance.window;
  state.technique = appearance.technique;
  state.shade = appearance.shade;
  state.pose.position.setZero();
  state.pose.scene_from_patient = scene_from_patient(view);
  return state;
}

}  // namespace volvr::test
