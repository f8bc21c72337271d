// SPDX-License-Identifier: Apache-2.0
#include "panels/frame_parts.h"

#include <algorithm>
#include <string>
#include <vector>

#include "panels/theme.h"
#include "panels/wording.h"

namespace volvr::panels {

namespace {

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

std::string_view identity_label(const Model& model) {
  return model.state.identity ? "Hide identity" : "Show identity";
}

float words_width(const PageFrame& frame) {
  return ImGui::GetContentRegionAvail().x - frame.kit.width_of("Show identity") -
         2.5f * frame.kit.unit();
}

}  // namespace

void show_header(const PageFrame& frame, std::string_view page) {
  Kit& kit = frame.kit;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float right = low.x + ImGui::GetContentRegionAvail().x;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float each = 7.0f * kit.unit();
  kit.text_in({low.x + 0.5f * kit.unit(), low.y},
              {right - 3.0f * (each + gap), low.y + kit.target()}, page, colour::accent);
  ImGui::SetCursorScreenPos({right - 3.0f * each - 2.0f * gap, low.y});
  if (kit.button("Undo", {.width = 7.0, .enabled = frame.model.can_undo})) {
    frame.say(command::Undo{});
  }
  ImGui::SameLine();
  if (kit.button("Redo", {.width = 7.0, .enabled = frame.model.can_redo})) {
    frame.say(command::Redo{});
  }
  ImGui::SameLine();
  if (kit.button("Close", {.width = 7.0})) frame.say(command::SetPanel{false});
}

std::string_view show_tabs(const PageFrame& frame, std::string_view page) {
  for (const Page& each : pages()) {
    if (!each.is_there(frame.model)) continue;
    if (frame.kit.button(each.name, {.width = -1.0, .on = each.name == page})) page = each.name;
  }
  return page;
}

float foot_height(const PageFrame& frame) {
  const float width = words_width(frame);
  float height = 0.0f;
  for (const FootLine& line : foot_lines(frame.model)) {
    height += ImGui::CalcTextSize(line.text.data(), line.text.data() + line.text.size(), false,
                                  std::max(width, 1.0f)).y;
    height += ImGui::GetStyle().ItemSpacing.y;
  }
  return std::max(height, frame.kit.target()) + 0.6f * frame.kit.unit();
}

void show_foot(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = words_width(frame);
  const float right = low.x + ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddLine(low, {right, low.y}, colour::pointed_at, 0.1f * kit.unit());
  ImGui::SetCursorScreenPos({low.x, low.y + 0.5f * kit.unit()});
  const float wrap = ImGui::GetCursorPosX() + width;
  for (const FootLine& line : foot_lines(frame.model)) {
    ImGui::PushStyleColor(ImGuiCol_Text, line.colour);
    ImGui::PushTextWrapPos(wrap);
    ImGui::TextUnformatted(line.text.data(), line.text.data() + line.text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    kit.note(ItemKind::text, line.text, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  }
  const std::string_view label = identity_label(frame.model);
  const float button = kit.width_of("Show identity") + 1.6f * kit.unit();
  ImGui::SetCursorScreenPos({right - button, low.y + 0.5f * kit.unit()});
  if (kit.button(label, {.width = static_cast<double>(button / kit.unit())})) {
    frame.say(command::SetIdentity{!frame.model.state.identity});
  }
}

}  // namespace volvr::panels
