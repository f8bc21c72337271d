// SPDX-License-Identifier: Apache-2.0
#include "panels/kit.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "panels/theme.h"

namespace volvr::panels {

namespace {

constexpr float slack = 0.8f;  // units that a press may slip before it scrolls

const char* end_of(std::string_view text) {
  return text.data() + text.size();
}

}  // namespace

void Kit::begin_frame(const Measures& measures, PictureNames& pictures) {
  measures_ = measures;
  pictures_ = &pictures;
  unit_ = static_cast<float>(measures.unit());
  items_.clear();
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    pressed_at_ = ImGui::GetMousePos().y;
    drag_is_taken_ = scrolls_ = false;
  }
}

Item& Kit::note(ItemKind kind, std::string_view label, const ImVec2& low, const ImVec2& high) {
  const ImRect seen = ImGui::GetCurrentWindow()->ClipRect;
  Item& item = items_.emplace_back();
  item.kind = kind;
  item.label = label;
  const Eigen::Vector2d from(std::max(low.x, seen.Min.x), std::max(low.y, seen.Min.y));
  const Eigen::Vector2d to(std::min(high.x, seen.Max.x), std::min(high.y, seen.Max.y));
  if ((to.array() > from.array()).all()) item.place = Eigen::AlignedBox2d(from, to);
  return item;
}

Kit::Area Kit::area(ItemKind kind, std::string_view label, ImVec2 size, bool enabled,
                    bool repeats) {
  Area made;
  ImGui::PushID(label.data(), end_of(label));
  ImGui::BeginDisabled(!enabled);
  ImGui::PushButtonRepeat(repeats);
  made.pressed = ImGui::InvisibleButton("##", {std::max(size.x, 1.0f), std::max(size.y, 1.0f)});
  ImGui::PopButtonRepeat();
  ImGui::EndDisabled();
  ImGui::PopID();
  made.held = ImGui::IsItemActive();
  made.hovered = ImGui::IsItemHovered();
  if (ImGui::IsItemActivated()) has_moved_ = false;
  made.low = ImGui::GetItemRectMin();
  made.high = ImGui::GetItemRectMax();
  made.item = &note(kind, label, made.low, made.high);
  made.item->enabled = enabled;
  return made;
}

void Kit::surface(const Area& area, bool on, bool enabled) {
  const ImU32 fill = !enabled       ? colour::surface
                     : area.held    ? colour::pressed
                     : on           ? colour::chosen
                     : area.hovered ? colour::pointed_at
                                    : colour::raised;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(area.low, area.high, fill, 0.5f * unit_);
  if (on) list->AddRect(area.low, area.high, colour::accent, 0.5f * unit_, 0, 0.15f * unit_);
}

float Kit::width_of(std::string_view text) const {
  if (text.empty()) return 0.0f;
  return ImGui::CalcTextSize(text.data(), end_of(text)).x;
}

float Kit::line_height() const {
  return ImGui::GetFontSize();
}

void Kit::text_in(const ImVec2& low, const ImVec2& high, std::string_view text, ImU32 ink,
                  float align) {
  if (text.empty()) return;  // for ImGui an empty view is one of unknown length
  const ImVec2 size = ImGui::CalcTextSize(text.data(), end_of(text));
  const float x = low.x + std::max(0.0f, align * (high.x - low.x - size.x));
  const float y = std::floor(low.y + 0.5f * (high.y - low.y - size.y));
  ImGui::PushStyleColor(ImGuiCol_Text, ink);
  ImGui::RenderTextEllipsis(ImGui::GetWindowDrawList(), {std::floor(x), y}, {high.x, y + size.y},
                            high.x, high.x, text.data(), end_of(text), &size);
  ImGui::PopStyleColor();
}

void Kit::paragraph(std::string_view text, ImU32 ink) {
  if (text.empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, ink);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(text.data(), end_of(text));
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  note(ItemKind::text, text, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

void Kit::paragraph(std::string_view text) {
  paragraph(text, colour::quiet_text);
}

void Kit::heading(std::string_view text) {
  ImGui::Dummy({1.0f, 0.2f * unit_});
  paragraph(text, colour::accent);
}

void Kit::flow(float width) {
  const float spacing = ImGui::GetStyle().ItemSpacing.x;
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  if (ImGui::GetItemRectMax().x + spacing + width <= right + 0.5f) ImGui::SameLine();
}

void Kit::begin_scrolled(const char* name, float width, float height) {
  ImGui::BeginChild(name, {width, height}, ImGuiChildFlags_None, ImGuiWindowFlags_None);
}

// A press that slips up or down lets go of what it began on, and takes the page along.
void Kit::end_scrolled() {
  const ImGuiWindow* window = ImGui::GetCurrentWindow();
  const ImGuiIO& io = ImGui::GetIO();
  const bool began_here = window->InnerRect.Contains(io.MouseClickedPos[0]);
  const bool on_bar =
      ImGui::GetActiveID() == ImGui::GetWindowScrollbarID(ImGui::GetCurrentWindow(), ImGuiAxis_Y);
  if (io.MouseDown[0] && began_here && !drag_is_taken_ && !on_bar) {
    if (!scrolls_ && std::abs(io.MousePos.y - pressed_at_) > slack * unit_) {
      scrolls_ = true;
      ImGui::ClearActiveID();
    }
    if (scrolls_) ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseDelta.y);
  }
  ImGui::EndChild();
}

}  // namespace volvr::panels
