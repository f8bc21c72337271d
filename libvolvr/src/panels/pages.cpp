// SPDX-License-Identifier: Apache-2.0
#include "panels/pages.h"

#include <array>

namespace volvr::panels {

namespace {

bool always(const Model&) {
  return true;
}
bool has_study(const Model& model) {
  return model.study != nullptr;
}
bool has_series(const Model& model) {
  return model.series && !model.series->entries.empty();
}
bool has_time(const Model& model) {
  return model.state.time_points > 1;
}
bool has_layers(const Model& model) {
  return model.fused != nullptr;
}

constexpr std::array all{
    Page{"Series", series_page, has_series}, Page{"Look", look_page, has_study},
    Page{"Window", window_page, has_study},  Page{"Cut", cut_page, has_study},
    Page{"Time", time_page, has_time},       Page{"Place", place_page, has_study},
    Page{"Layers", layers_page, has_layers}, Page{"Settings", settings_page, always},
    Page{"Help", help_page, always},
};

}  // namespace

std::span<const Page> pages() {
  return all;
}

}  // namespace volvr::panels
