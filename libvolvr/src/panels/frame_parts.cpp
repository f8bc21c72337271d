// SPDX-License-Identifier: Apache-2.0
#include "panels/frame_parts.h"

#include <algorithm>
#include <string>
#include <vector>

#include "panels/theme.h"
#include "panels/wording.h"

namespace volvr::panels {

namespace {

constexpr float line_gap = 0.15f;  // units
constexpr std::string_view notice = "Not for primary diagnosis";

struct FootLine {
  std::string text;
  ImU32 colour;
};

std::vector<FootLine> foot_lines(const Model& model) {
  std::vector<FootLine> lines;
  if (!model.message.empty()) lines.push_back({clean(model.message), colour::warning});
  lines.push_back({patient_text(model), colour::text});
  lines.push_back({quality_text(model.live), colour::quiet_text});
  lines.push_back({magnification_text(model.state.pose.magnification) + " · " + std::string(notice),
                   colour::text});
  return lines;
}

}  // namespace

void show_header(const PageFrame& frame, std::string_view page) {
  Kit& kit = frame.kit;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float right = low.x + ImGui::GetContentRegionAvail().x;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float each = 6.4f * kit.unit();
  const float identity = kit.width_of("Show identity") + 1.4f * kit.unit();
  const float left = right - 3.0f * (each + gap) - identity;
  kit.text_in({low.x + 0.5f * kit.unit(), low.y}, {left - gap, low.y + kit.target()}, page,
              colour::accent);
  ImGui::SetCursorScreenPos({left, low.y});
  const bool shown = frame.model.state.identity;
  if (kit.button(shown ? "Hide identity" : "Show identity",
                 {.width = static_cast<double>(identity / kit.unit()), .on = shown})) {
    frame.say(command::SetIdentity{!shown});
  }
  ImGui::SameLine();
  if (kit.button("Undo", {.width = 6.4, .enabled = frame.model.can_undo})) {
    frame.say(command::Undo{});
  }
  ImGui::SameLine();
  if (kit.button("Redo", {.width = 6.4, .enabled = frame.model.can_redo})) {
    frame.say(command::Redo{});
  }
  ImGui::SameLine();
  if (kit.button("Close", {.width = 6.4})) frame.say(command::SetPanel{false});
}

std::string_view show_tabs(const PageFrame& frame, std::string_view page) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0f, 0.25f * frame.kit.unit()});
  for (const Page& each : pages()) {
    if (!each.is_there(frame.model)) continue;
    if (frame.kit.button(each.name, {.width = -1.0, .on = each.name == page})) page = each.name;
  }
  ImGui::PopStyleVar();
  return page;
}

float foot_height(const PageFrame& frame) {
  const float width = ImGui::GetContentRegionAvail().x;
  float height = 0.0f;
  for (const FootLine& line : foot_lines(frame.model)) {
    height += ImGui::CalcTextSize(line.text.data(), line.text.data() + line.text.size(), false,
                                  std::max(width, 1.0f))
                  .y;
    height += line_gap * frame.kit.unit();
  }
  return height + 0.6f * frame.kit.unit();
}

void show_foot(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float right = low.x + ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddLine(low, {right, low.y}, colour::pointed_at, 0.1f * kit.unit());
  ImGui::SetCursorScreenPos({low.x, low.y + 0.5f * kit.unit()});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0f, line_gap * kit.unit()});
  for (const FootLine& line : foot_lines(frame.model)) {
    ImGui::PushStyleColor(ImGuiCol_Text, line.colour);
    ImGui::PushTextWrapPos(0.0f);
    ImGui::TextUnformatted(line.text.data(), line.text.data() + line.text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    kit.note(ItemKind::text, line.text, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  }
  ImGui::PopStyleVar();
}

}  // namespace volvr::panels
