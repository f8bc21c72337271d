// SPDX-License-Identifier: Apache-2.0
#include "panels/pages.h"

namespace volvr::panels {

void series_page(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const SeriesList& list = *frame.model.series;
  for (std::size_t i = 0; i < list.entries.size(); ++i) {
    const SeriesEntry& entry = list.entries[i];
    const int number = static_cast<int>(i) + 1;
    ImGui::PushID(number);
    const bool pressed = kit.tile(entry.title, {.width = 0.0,
                                                .height = 8.6,
                                                .on = number == list.shown,
                                                .picture_left = true,
                                                .detail = entry.detail,
                                                .note = entry.note,
                                                .picture = entry.thumbnail});
    if (pressed) frame.say(command::ShowSeries{number});
    ImGui::PopID();
  }
}

}  // namespace volvr::panels
