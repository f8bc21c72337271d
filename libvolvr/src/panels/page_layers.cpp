// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/text.h"
#include "panels/pages.h"
#include "panels/swatch.h"
#include "panels/theme.h"
#include "panels/wording.h"

namespace volvr::panels {

namespace {

constexpr double opacity_step = 0.1;
constexpr double centre_step = 0.05;  // of the width, that a press moves the centre by
constexpr double width_step = 1.1;    // that a press makes the window wider by
constexpr std::array<std::string_view, 2> look_titles{"Bodies", "Tint"};  // in LabelLook's order

std::string percent(double part) {
  return short_number(std::round(100.0 * part)) + " %";
}

// To the next whole tenth, whatever it stood at.
double stepped(double opacity, int step) {
  const double tenths = opacity / opacity_step;
  const double slack = 1e-6;
  const double next = step > 0 ? std::floor(tenths + slack) + 1.0 : std::ceil(tenths - slack) - 1.0;
  return std::clamp(next / 10.0, 0.0, 1.0);
}

float half_width(const Kit& kit) {
  return 0.5f * (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / kit.unit();
}

// A square at the start of a line, with what draws in it; the line goes on beside it.
template <class Draw>
void lead(const Kit& kit, const Draw& draw) {
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float side = kit.target();
  const float edge = 0.3f * kit.unit();
  draw(*ImGui::GetWindowDrawList(), ImVec2{low.x + edge, low.y + edge},
       ImVec2{low.x + side - edge, low.y + side - edge});
  ImGui::SetCursorScreenPos({low.x + side + edge, low.y});
}

void window_rows(const PageFrame& frame, int number, const LayerState& layer,
                 const std::string& unit) {
  const std::string which = " of " + std::to_string(number);
  const auto text = [&](double value) {
    return short_number(value, 4) + (unit.empty() ? "" : " " + unit);
  };
  Window window = layer.window;
  if (const int step = frame.kit.stepper("centre" + which, text(window.centre))) {
    window.centre += step * centre_step * window.width;
    frame.say(command::SetLayerWindow{number, window});
  }
  if (const int step = frame.kit.stepper("width" + which, text(window.width))) {
    window.width *= step > 0 ? width_step : 1.0 / width_step;
    frame.say(command::SetLayerWindow{number, window});
  }
}

void preset_buttons(const PageFrame& frame, int number, const LayerState& layer,
                    const std::vector<Appearance>& presets) {
  Kit& kit = frame.kit;
  bool first = true;
  for (const Appearance& preset : presets) {
    const std::string title = clean(preset.title.empty() ? preset.name : preset.title);
    const float width = std::max(kit.width_of(title) + 1.4f * kit.unit(), kit.target());
    if (!std::exchange(first, false)) kit.flow(width);
    const std::string label = title + " for " + std::to_string(number);
    if (kit.button(label, {.on = preset.name == layer.preset, .text = title})) {
      frame.say(command::SetLayerPreset{number, preset.name});
    }
  }
}

void layer_rows(const PageFrame& frame, std::size_t place) {
  Kit& kit = frame.kit;
  const LayerEntry& entry = frame.model.fused->layers[place];
  const LayerState& layer = frame.model.state.layers[place];
  const int number = static_cast<int>(place) + 1;
  lead(kit, [&](ImDrawList& list, const ImVec2& low, const ImVec2& high) {
    draw_swatch(list, low, high, layer.appearance);
  });
  const std::string title = std::to_string(number) + "  " + clean(entry.name);
  if (const auto on = kit.toggle(title, layer.visible)) frame.say(command::ShowLayer{number, *on});
  const std::string opacity = "opacity of " + std::to_string(number);
  if (const int step = kit.stepper(opacity, percent(layer.opacity))) {
    frame.say(command::SetLayerOpacity{number, stepped(layer.opacity, step)});
  }
  window_rows(frame, number, layer, entry.unit);
  preset_buttons(frame, number, layer, entry.presets);
}

// Of all labels, where they have one in common.
std::optional<double> common_opacity(const std::vector<LabelState>& labels) {
  if (labels.empty()) return {};
  const double first = labels.front().opacity;
  const auto differs = [&](const LabelState& label) { return label.opacity != first; };
  if (std::ranges::any_of(labels, differs)) return {};
  return first;
}

void rows_of_all(const PageFrame& frame, const std::vector<LabelState>& labels) {
  Kit& kit = frame.kit;
  const auto half = static_cast<double>(half_width(kit));
  if (kit.button("Show all", {.width = half})) frame.say(command::ShowLabels{true});
  ImGui::SameLine();
  if (kit.button("Hide all", {.width = half})) frame.say(command::ShowLabels{false});
  const auto look = static_cast<std::size_t>(frame.model.state.label_look);
  if (const auto chosen = kit.choice(look_titles, look)) {
    frame.say(command::SetLabelLook{static_cast<LabelLook>(*chosen)});
  }
  const std::optional<double> opacity = common_opacity(labels);
  if (const int step =
          kit.stepper("opacity of all labels", opacity ? percent(*opacity) : "various")) {
    frame.say(command::SetLabelsOpacity{stepped(opacity.value_or(step > 0 ? 0.9 : 1.0), step)});
  }
}

void label_row(const PageFrame& frame, const LabelEntry& entry, const LabelState& label) {
  Kit& kit = frame.kit;
  const std::string number = std::to_string(entry.label);
  const std::string title = number + "  " + (entry.name.empty() ? "Label" : clean(entry.name));
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const ImVec2 high{low.x + ImGui::GetContentRegionAvail().x, low.y + kit.target()};
  if (!ImGui::IsRectVisible(low, high)) {  // of hundreds of labels a few are in sight
    kit.note(ItemKind::toggle, title, low, high).on = label.visible;
    ImGui::Dummy({high.x - low.x, high.y - low.y});
    return;
  }
  lead(kit, [&](ImDrawList& list, const ImVec2& from, const ImVec2& to) {
    const auto part = [](double of) { return static_cast<float>(of); };
    const ImVec4 ink{part(entry.rgb[0]), part(entry.rgb[1]), part(entry.rgb[2]), 1.0f};
    list.AddRectFilled(from, to, ImGui::ColorConvertFloat4ToU32(ink), 0.2f * kit.unit());
  });
  const float room = kit.steps_width() + ImGui::GetStyle().ItemSpacing.x;
  if (const auto on = kit.toggle(title, label.visible, true, room, percent(label.opacity))) {
    frame.say(command::ShowLabel{entry.label, *on});
  }
  ImGui::SameLine();
  if (const int step = kit.steps("opacity of label " + number, kit.target())) {
    frame.say(command::SetLabelOpacity{entry.label, stepped(label.opacity, step)});
  }
}

}  // namespace

void layers_page(const PageFrame& frame) {
  const FusedFacts& fused = *frame.model.fused;
  const State& state = frame.model.state;
  if (fused.layers.size() == state.layers.size() && !fused.layers.empty()) {
    frame.kit.heading("Drawn with the study");
    for (std::size_t at = 0; at < fused.layers.size(); ++at) layer_rows(frame, at);
  }
  if (!state.labels || fused.labels.size() != state.labels->size()) return;
  frame.kit.heading("Labels");
  rows_of_all(frame, *state.labels);
  for (std::size_t at = 0; at < fused.labels.size(); ++at) {
    label_row(frame, fused.labels[at], (*state.labels)[at]);
  }
}

}  // namespace volvr::panels
