// SPDX-License-Identifier: Apache-2.0
#include "live_panel.h"

#include <algorithm>
#include <cmath>

#include "panels/controls.h"
#include "panels/wording.h"
#include "xr/action_table.h"

namespace volvr {

namespace {

constexpr double tenths = 10.0;

double rounded(double value) {
  return std::round(value * tenths) / tenths;
}

bool is_pressed(const xr::ActionInfo& action) {
  return action.kind != xr::ActionKind::pose && action.kind != xr::ActionKind::vibration &&
         action.name != "pad_press";
}

// Each part of the controllers once, as the files of bindings say.
void add_controls(const xr::BindingFile& file, std::vector<panels::ControlLine>& lines) {
  for (const xr::Binding& binding : file.bindings) {
    const auto action = std::ranges::find(xr::action_table, binding.action, &xr::ActionInfo::name);
    if (action == xr::action_table.end() || !is_pressed(*action)) continue;
    panels::ControlLine line = panels::control_line(binding.path, std::string(action->title));
    const bool is_told = std::ranges::any_of(lines, [&](const panels::ControlLine& told) {
      return told.title == line.title && told.does == line.does;
    });
    if (!is_told) lines.push_back(std::move(line));
  }
}

}  // namespace

panels::Live live_panel(xr::Session& session, const VoxelsShown& voxels) {
  const render::Quality& quality = session.planned().quality;
  panels::Live live{.in_headset = true,
                    .can_show_room = session.can_show_room(),
                    .voxels = voxels,
                    .ray_pixels = rounded(quality.pixels),
                    .step = rounded(quality.step),
                    .controllers = session.controllers()};
  for (const xr::BindingFile& file : session.bindings()) {
    const bool is_held =
        std::ranges::find(live.controllers, file.profile) != live.controllers.end();
    if (is_held) add_controls(file, live.controls);
  }
  return live;
}

std::string study_lines(const panels::Model& model) {
  if (!model.study) return {};
  return panels::patient_text(model) + "\n" +
         panels::magnification_text(model.state.pose.magnification) + "\nNot for primary diagnosis";
}

}  // namespace volvr
