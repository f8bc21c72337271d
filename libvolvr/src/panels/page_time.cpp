// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "core/text.h"
#include "panels/pages.h"

namespace volvr::panels {

namespace {

constexpr std::array<double, 5> speeds{0.25, 0.5, 1.0, 2.0, 4.0};
constexpr std::array<std::string_view, 5> speed_names{"× 0.25", "× 0.5", "True rate", "× 2", "× 4"};

void buttons(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const bool playing = frame.model.state.playing;
  const double third = static_cast<double>((ImGui::GetContentRegionAvail().x -
                                            2.0f * ImGui::GetStyle().ItemSpacing.x) /
                                           kit.unit()) /
                       3.0;
  if (kit.button("Previous", {.width = third, .repeats = true})) frame.say(command::StepTime{-1});
  ImGui::SameLine();
  if (kit.button(playing ? "Pause" : "Play", {.width = third, .on = playing})) {
    frame.say(playing ? Command(command::Pause{}) : Command(command::Play{}));
  }
  ImGui::SameLine();
  if (kit.button("Next", {.width = third, .repeats = true})) frame.say(command::StepTime{1});
}

void speed(const PageFrame& frame) {
  const double now = frame.model.state.play_speed;
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    if (speeds[i] == std::abs(now)) chosen = i;
  }
  frame.kit.heading("Speed, " + short_number(now) + " times the true rate");
  const double sign = now < 0.0 ? -1.0 : 1.0;
  if (const auto pressed = frame.kit.choice(speed_names, chosen)) {
    frame.say(command::SetSpeed{sign * speeds[*pressed]});
  }
  if (const auto on = frame.kit.toggle("Backwards", now < 0.0)) {
    frame.say(command::SetSpeed{(*on ? -1.0 : 1.0) * std::abs(now)});
  }
}

}  // namespace

void time_page(const PageFrame& frame) {
  const State& state = frame.model.state;
  buttons(frame);
  const int last = state.time_points - 1;
  const std::string text =
      std::to_string(state.time_point) + " of " + std::to_string(state.time_points);
  const double part = static_cast<double>(state.time_point - 1) / last;
  if (const auto dragged = frame.kit.slider("Volume in time", part, text)) {
    const int number = static_cast<int>(std::lround(dragged->value * last)) + 1;
    if (number != state.time_point) frame.say(command::SetTime{number}, dragged->continues);
  }
  speed(frame);
}

}  // namespace volvr::panels
