// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "panels/pages.h"
#include "panels/swatch.h"

namespace volvr::panels {

namespace {

// In the order of Technique.
constexpr std::array<std::string_view, 5> technique_titles{"Volume", "MIP", "MinIP", "Average",
                                                           "Surface"};
constexpr float columns = 3.0f;

void preset_tile(const PageFrame& frame, const PresetEntry& preset, float width, float height) {
  Kit& kit = frame.kit;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const Appearance& look = preset.appearance;
  const std::string_view label = look.title.empty() ? look.name : look.title;
  const bool pressed = kit.tile(label, {.width = static_cast<double>(width / kit.unit()),
                                        .height = static_cast<double>(height / kit.unit()),
                                        .on = look.name == frame.model.state.preset,
                                        .picture = preset.picture});
  if (!preset.picture) {
    const float edge = 0.4f * kit.unit();
    draw_swatch(*ImGui::GetWindowDrawList(), {low.x + edge, low.y + edge},
                {low.x + width - edge, low.y + height - edge - 1.25f * kit.line_height()}, look);
  }
  if (pressed) frame.say(command::SetPreset{look.name});
}

}  // namespace

void look_page(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const State& state = frame.model.state;
  kit.heading("Presets");
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = (ImGui::GetContentRegionAvail().x - (columns - 1.0f) * gap) / columns;
  const float height = 0.8f * width + 1.25f * kit.line_height();
  bool first = true;
  for (const PresetEntry& preset : frame.model.study->presets) {
    if (!std::exchange(first, false)) kit.flow(width);
    preset_tile(frame, preset, width, height);
  }
  kit.heading("Technique");
  const auto technique = static_cast<std::size_t>(state.technique);
  if (const auto chosen = kit.choice(technique_titles, technique)) {
    frame.say(command::SetTechnique{static_cast<Technique>(*chosen)});
  }
  if (const auto on = kit.toggle("Shade", state.shade)) frame.say(command::SetShade{*on});
}

}  // namespace volvr::panels
