// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "core/text.h"
#include "panels/pages.h"
#include "panels/wording.h"

namespace volvr::panels {

namespace {

// In the order of View: the side of the patient that faces the viewer.
constexpr std::array<std::string_view, 6> view_titles{"Anterior", "Posterior", "Left",
                                                      "Right",    "Superior",  "Inferior"};
constexpr double usual_table = 0.75;  // metres above the floor
constexpr double table_step = 0.01;
constexpr double magnification_step = 1.1;

void table_rows(const PageFrame& frame) {
  const std::optional<double>& table = frame.model.state.table;
  if (const auto on = frame.kit.toggle("Table top", table.has_value())) {
    frame.say(*on ? Command(command::SetTable{usual_table}) : Command(command::RemoveTable{}));
  }
  if (!table) return;
  const int step = frame.kit.stepper("table height", short_number(*table) + " m");
  const double height =
      std::clamp(*table + step * table_step, limits::table_lowest, limits::table_highest);
  if (step != 0) frame.say(command::SetTable{height});
}

void room_row(const PageFrame& frame) {
  const Live& live = frame.model.live;
  if (!live.in_headset) return;
  const bool on = frame.model.state.passthrough;
  if (const auto wanted = frame.kit.toggle("The room behind it", on, live.can_show_room || on)) {
    frame.say(command::SetPassthrough{*wanted});
  }
  if (!live.can_show_room)
    frame.kit.paragraph("This headset, or its runtime, does not show the room.");
}

}  // namespace

void place_page(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const State& state = frame.model.state;
  kit.heading("The side that faces you");
  if (const auto view = kit.choice(view_titles, {})) {
    frame.say(command::SetView{static_cast<View>(*view)});
  }
  if (kit.button("Nearest view")) frame.say(command::SnapView{});
  kit.flow(14.0f * kit.unit());
  if (kit.button("Bring before me")) frame.say(command::Recentre{});
  kit.heading(magnification_text(state.pose.magnification));
  if (const auto on = kit.toggle("Keep life size, 1:1", state.life_size)) {
    frame.say(command::SetLifeSize{*on});
  }
  const std::string size = state.life_size ? "1:1, kept" : short_number(state.pose.magnification);
  if (const int step = kit.stepper("magnification", size, !state.life_size)) {
    frame.say(command::Magnify{step > 0 ? magnification_step : 1.0 / magnification_step});
  }
  table_rows(frame);
  room_row(frame);
  if (kit.button("Put everything back", {.width = -1.0})) frame.say(command::Reset{});
}

}  // namespace volvr::panels
