// SPDX-License-Identifier: Apache-2.0
#include "panels/controller_drawing.h"
#include "panels/pages.h"
#include "panels/theme.h"

namespace volvr::panels {

namespace {

constexpr float drawing_units = 18.0f;

void drawings(const PageFrame& frame) {
  const Live& live = frame.model.live;
  const float unit = frame.kit.unit();
  const float height = drawing_units * unit;
  const float width = 0.6f * height;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto draw = [&](float x, ControllerShape shape, bool left) {
    draw_controller(list, {low.x + x, low.y}, {low.x + x + width, low.y + height}, shape,
                    live.controls, left);
  };
  if (!live.in_headset) {
    draw(4.0f * unit, ControllerShape::mouse, false);
  } else {
    draw(2.0f * unit, shape_of(live.controllers[0]), true);
    draw(8.0f * unit + width, shape_of(live.controllers[1]), false);
  }
  ImGui::Dummy({1.0f, height});
}

std::string title(const Live& live) {
  if (!live.in_headset) return std::string(title_of(ControllerShape::mouse));
  const ControllerShape left = shape_of(live.controllers[0]);
  const ControllerShape right = shape_of(live.controllers[1]);
  const bool none = live.controllers[0].empty() && live.controllers[1].empty();
  if (none) return "No controller and no hand is seen now";
  if (left == right) return std::string(title_of(left)) + ", left and right";
  return "Left: " + std::string(title_of(left)) + ", right: " + std::string(title_of(right));
}

}  // namespace

void help_page(const PageFrame& frame) {
  Kit& kit = frame.kit;
  kit.heading(title(frame.model.live));
  drawings(frame);
  int number = 0;
  for (const ControlLine& line : frame.model.live.controls) {
    ++number;
    kit.paragraph(std::to_string(number) + "  " + line.title, colour::text);
    ImGui::Indent(2.0f * kit.unit());
    kit.paragraph(line.does);
    ImGui::Unindent(2.0f * kit.unit());
  }
  kit.heading("Panels");
  kit.paragraph("Point and press, or touch. Drag a page up and down to see more of it.");
  kit.paragraph("A cut, a window or a preset changes the picture alone; the study stays as it is.");
}

}  // namespace volvr::panels
