// SPDX-License-Identifier: Apache-2.0
#include "panels/swatch.h"

#include <algorithm>
#include <cmath>

#include "panels/between_points.h"

namespace volvr::panels {

namespace {

constexpr int bars = 64;

ImU32 packed(const Eigen::Vector3d& rgb) {
  const auto byte = [](double part) {
    return static_cast<int>(std::lround(255.0 * std::clamp(part, 0.0, 1.0)));
  };
  return IM_COL32(byte(rgb[0]), byte(rgb[1]), byte(rgb[2]), 255);
}

}  // namespace

void draw_swatch(ImDrawList& list, const ImVec2& low, const ImVec2& high, const Appearance& look) {
  list.AddRectFilled(low, high, IM_COL32_BLACK, 4.0f);
  if (look.colours.empty() || look.opacities.empty()) return;
  const double from = std::min(look.colours.front().value, look.opacities.front().value);
  const double to = std::max(look.colours.back().value, look.opacities.back().value);
  double most = 1e-9;
  for (const OpacityPoint& point : look.opacities) most = std::max(most, point.opacity);
  const float step = (high.x - low.x) / static_cast<float>(bars);
  const float tall = 0.85f * (high.y - low.y);
  for (int i = 0; i < bars; ++i) {
    const double at = from + (to - from) * (i + 0.5) / bars;
    const ImU32 ink = packed(Eigen::Vector3d(
        between_points(look.colours, at, [](const ColourPoint& p) { return p.rgb; })));
    const double opacity =
        between_points(look.opacities, at, [](const OpacityPoint& p) { return p.opacity; });
    // Opacities of a millimetre are small numbers: their root can be told apart by eye.
    const auto part = static_cast<float>(std::sqrt(opacity / most));
    const float x = low.x + step * static_cast<float>(i);
    list.AddRectFilled({x, high.y - 0.06f * tall}, {x + step, high.y}, ink);
    list.AddRectFilled({x, high.y - 0.1f * tall - part * tall}, {x + step, high.y - 0.1f * tall},
                       ink);
  }
}

}  // namespace volvr::panels
