// SPDX-License-Identifier: Apache-2.0
#include "panels/theme.h"

namespace volvr::panels {

void apply_theme(ImGuiStyle& style, double unit) {
  const auto u = static_cast<float>(unit);
  style = ImGuiStyle();
  style.WindowPadding = {0.8f * u, 0.6f * u};
  style.ItemSpacing = {0.5f * u, 0.5f * u};
  style.FramePadding = {0.6f * u, 0.4f * u};
  style.WindowBorderSize = style.ChildBorderSize = style.FrameBorderSize = 0.0f;
  style.WindowRounding = 0.0f;
  style.ChildRounding = 0.5f * u;
  style.ScrollbarSize = 1.0f * u;
  style.ScrollbarRounding = 0.5f * u;
  style.DisabledAlpha = 1.0f;  // what cannot be pressed is told by its own colour
  const auto set = [&](ImGuiCol which, ImU32 to) {
    style.Colors[which] = ImGui::ColorConvertU32ToFloat4(to);
  };
  set(ImGuiCol_WindowBg, colour::background);
  set(ImGuiCol_ChildBg, colour::background);
  set(ImGuiCol_Text, colour::text);
  set(ImGuiCol_ScrollbarBg, colour::surface);
  set(ImGuiCol_ScrollbarGrab, colour::pointed_at);
  set(ImGuiCol_ScrollbarGrabHovered, colour::pressed);
  set(ImGuiCol_ScrollbarGrabActive, colour::accent);
  set(ImGuiCol_Separator, colour::raised);
}

}  // namespace volvr::panels
