// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "panels/pages.h"
#include "panels/theme.h"

namespace volvr::panels {

namespace {

// Windows that CT is read with, in Hounsfield units.
struct UsualWindow {
  std::string_view name;
  Window window;
};
constexpr std::array usual_windows{
    UsualWindow{"Lung −600 / 1500", {-600, 1500}}, UsualWindow{"Mediastinum 50 / 350", {50, 350}},
    UsualWindow{"Abdomen 40 / 400", {40, 400}},    UsualWindow{"Brain 40 / 80", {40, 80}},
    UsualWindow{"Bone 400 / 1800", {400, 1800}},
};

constexpr double widest_ranges = 2.0;         // widths go up to so many ranges of values
constexpr double narrowest_part = 1.0 / 512;  // and down to this part of one
constexpr double step_part = 0.02;            // of the width, that a press moves the centre by
constexpr double step_factor = 1.05;          // that a press makes the window wider by

std::string with_unit(double value, const std::string& unit) {
  return short_number(value, 4) + (unit.empty() ? "" : " " + unit);
}

float steps_room(const Kit& kit) {
  return kit.steps_width() + ImGui::GetStyle().ItemSpacing.x;
}

// The study's values, and what part of them the window shows.
void draw_histogram(const Kit& kit, const ImVec2& low, const ImVec2& high, const StudyFacts& study,
                    const Window& window) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const double range = std::max(study.highest - study.lowest, 1e-9);
  const auto x_of = [&](double value) {
    const double part = std::clamp((value - study.lowest) / range, 0.0, 1.0);
    return low.x + static_cast<float>(part) * (high.x - low.x);
  };
  list->PushClipRect(low, high, true);
  const float from = x_of(window.centre - 0.5 * window.width);
  const float to = x_of(window.centre + 0.5 * window.width);
  list->AddRectFilled({from, low.y}, {to, high.y}, colour::chosen);
  const float step =
      (high.x - low.x) / static_cast<float>(std::max<std::size_t>(study.histogram.size(), 1));
  for (std::size_t i = 0; i < study.histogram.size(); ++i) {
    const float x = low.x + step * static_cast<float>(i);
    const float top = high.y - 0.9f * study.histogram[i] * (high.y - low.y);
    list->AddRectFilled({x, top}, {x + step, high.y}, colour::quiet_text);
  }
  list->AddLine({x_of(window.centre), low.y}, {x_of(window.centre), high.y}, colour::accent,
                0.15f * kit.unit());
  list->PopClipRect();
}

void drag_field(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const Window& window = frame.model.state.window;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = 7.0f * kit.unit();
  const auto dragged = kit.pad("Drag: across width, up centre", width, height);
  const float edge = 0.3f * kit.unit();
  draw_histogram(kit, {low.x + edge, low.y + 1.3f * kit.line_height()},
                 {low.x + width - edge, low.y + height - edge}, *frame.model.study, window);
  kit.text_in({low.x, low.y}, {low.x + width, low.y + 1.3f * kit.line_height()},
              "Drag: across width, up centre", colour::quiet_text, 0.5f);
  if (!dragged) return;
  // Over the whole field: four times as wide, and the centre by a whole width.
  frame.say(
      command::NudgeWindow{dragged->value[1] * window.width, std::pow(4.0, dragged->value[0])},
      dragged->continues);
}

void centre_row(const PageFrame& frame) {
  const StudyFacts& study = *frame.model.study;
  const Window& window = frame.model.state.window;
  const double range = std::max(study.highest - study.lowest, 1e-9);
  const std::string text = with_unit(window.centre, study.unit);
  const auto dragged = frame.kit.slider("Centre", (window.centre - study.lowest) / range, text,
                                        steps_room(frame.kit));
  if (dragged) {
    const double centre = study.lowest + dragged->value * range;
    frame.say(command::SetWindow{{centre, window.width}}, dragged->continues);
  }
  ImGui::SameLine();
  if (const int step = frame.kit.steps("centre", frame.kit.slider_height())) {
    frame.say(command::NudgeWindow{step * step_part * window.width, 1.0});
  }
}

void width_row(const PageFrame& frame) {
  const StudyFacts& study = *frame.model.study;
  const Window& window = frame.model.state.window;
  const double range = std::max(study.highest - study.lowest, 1e-9);
  const double span = std::log(widest_ranges / narrowest_part);
  const std::string text = with_unit(window.width, study.unit);
  const double part = std::log(window.width / (narrowest_part * range)) / span;
  if (const auto dragged = frame.kit.slider("Width", part, text, steps_room(frame.kit))) {
    const double width = narrowest_part * range * std::exp(dragged->value * span);
    frame.say(command::SetWindow{{window.centre, width}}, dragged->continues);
  }
  ImGui::SameLine();
  if (const int step = frame.kit.steps("width", frame.kit.slider_height())) {
    frame.say(command::NudgeWindow{0.0, step > 0 ? step_factor : 1.0 / step_factor});
  }
}

}  // namespace

void window_page(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const State& state = frame.model.state;
  drag_field(frame);
  centre_row(frame);
  width_row(frame);
  if (kit.button("The preset's own window", {.width = -1.0})) {
    frame.say(command::SetWindow{state.appearance.window});
  }
  if (frame.model.study->unit != "HU") return;
  kit.heading("Usual windows of CT");
  std::array<std::string_view, usual_windows.size()> names;
  std::optional<std::size_t> now;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = usual_windows[i].name;
    if (usual_windows[i].window == state.window) now = i;
  }
  if (const auto chosen = kit.choice(names, now)) {
    frame.say(command::SetWindow{usual_windows[*chosen].window});
  }
}

}  // namespace volvr::panels
