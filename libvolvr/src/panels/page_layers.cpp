// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "core/text.h"
#include "panels/pages.h"
#include "panels/theme.h"
#include "panels/wording.h"

namespace volvr::panels {

void layers_page(const PageFrame& frame) {
  Kit& kit = frame.kit;
  for (const LayerEntry& layer : frame.model.layers) {
    const ImVec2 low = ImGui::GetCursorScreenPos();
    const float side = kit.line_height();
    const auto part = [](double of) { return static_cast<float>(of); };
    ImGui::GetWindowDrawList()->AddRectFilled(
        low, {low.x + side, low.y + side},
        ImGui::ColorConvertFloat4ToU32(
            {part(layer.rgb[0]), part(layer.rgb[1]), part(layer.rgb[2]), 1.0f}),
        0.2f * kit.unit());
    ImGui::SetCursorScreenPos({low.x + 1.5f * side, low.y});
    kit.paragraph(clean(layer.name) + (layer.visible ? "" : ", hidden") + ", opacity " +
                      short_number(layer.opacity, 2),
                  layer.visible ? colour::text : colour::absent_text);
  }
}

}  // namespace volvr::panels
