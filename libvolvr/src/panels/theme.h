// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

namespace volvr::panels {

/// The colours of panels: dark and calm, all text at a contrast of at least 7 to 1.
namespace colour {
inline constexpr ImU32 background = IM_COL32(14, 18, 22, 255);
inline constexpr ImU32 surface = IM_COL32(25, 31, 38, 255);
inline constexpr ImU32 raised = IM_COL32(43, 52, 62, 255);
inline constexpr ImU32 pointed_at = IM_COL32(56, 68, 81, 255);
inline constexpr ImU32 pressed = IM_COL32(72, 88, 104, 255);
inline constexpr ImU32 chosen = IM_COL32(18, 82, 112, 255);
inline constexpr ImU32 accent = IM_COL32(92, 190, 230, 255);
inline constexpr ImU32 text = IM_COL32(242, 245, 247, 255);
inline constexpr ImU32 quiet_text = IM_COL32(186, 197, 207, 255);
inline constexpr ImU32 absent_text = IM_COL32(120, 130, 140, 255);
inline constexpr ImU32 warning = IM_COL32(255, 190, 92, 255);
}  // namespace colour

/// Makes ImGui's own parts fit. @param unit  pixels, see Measures
void apply_theme(ImGuiStyle& style, double unit);

}  // namespace volvr::panels
