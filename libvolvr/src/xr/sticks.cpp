// SPDX-License-Identifier: Apache-2.0
#include "xr/sticks.h"

#include <algorithm>
#include <cmath>

namespace volvr::xr {

namespace {

constexpr double window_doublings_a_width = 1.0;

// The stick's way beyond its dead zone, finer near the middle: -1..1.
double response(double deflection, double dead_zone) {
  const double beyond = (std::abs(deflection) - dead_zone) / (1.0 - dead_zone);
  if (!(beyond > 0.0)) return 0.0;
  const double limited = std::min(beyond, 1.0);
  return std::copysign(limited * limited, deflection);
}

}  // namespace

void Sticks::step(const Input& input, const State& state, const Around& around, bool rest,
                  Said& said) {
  const bool window_rests = rest || around.on_panel[index_of(options_.dominant)];
  const bool push_rests = rest || around.on_panel[index_of(other(options_.dominant))];
  step_window(input, state, window_rests, said);
  step_push(input, state, push_rests, said);
}

void Sticks::step_window(const Input& input, const State& state, bool rest, Said& said) {
  const Eigen::Vector2d& stick = input.hand(options_.dominant).stick;
  const Eigen::Vector2d push(response(stick.x(), options_.dead_zone),
                             response(stick.y(), options_.dead_zone));
  if (push.isZero(0.0) || rest) {
    windowing_ = false;
    return;
  }
  const double way = options_.window_rate * std::min(input.seconds, options_.longest_step);
  const command::NudgeWindow nudge{.centre = push.y() * way * state.window.width,
                                   .width = std::exp2(push.x() * way * window_doublings_a_width)};
  said.commands.push_back({nudge, windowing_});
  windowing_ = true;
}

void Sticks::step_push(const Input& input, const State& state, bool rest, Said& said) {
  const Hand hand = other(options_.dominant);
  const Eigen::Vector2d& stick = input.hand(hand).stick;
  const double way = stick.cwiseAbs().maxCoeff();
  const bool was_pushed = pushed_;
  pushed_ = way >= (was_pushed ? options_.back_at : options_.pushed_at);
  if (!pushed_ || was_pushed || rest) return;
  if (std::abs(stick.x()) > std::abs(stick.y())) {
    const double yaw = std::copysign(options_.turn_step, stick.x());
    said.commands.push_back({command::Turn{.yaw = yaw}});
    said.feel(hand, HapticKind::detent);
    return;
  }
  const int by = stick.y() > 0.0 ? 1 : -1;
  if (state.time_points > 1)
    said.commands.push_back({command::StepTime{by}});
  else
    said.commands.push_back({command::StepPreset{by}});
  said.feel(hand, HapticKind::click);
}

}  // namespace volvr::xr
