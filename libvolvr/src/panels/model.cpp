// SPDX-License-Identifier: Apache-2.0
#include "panels/model.h"

#include <algorithm>
#include <tuple>

#include "panels/wording.h"

namespace volvr::panels {

namespace {

auto facts_of(const ControlLine& line) {
  return std::tie(line.part, line.title, line.does);
}

template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::ranges::equal(
      a, b, [](const T& one, const T& other) { return facts_of(one) == facts_of(other); });
}

// Of the state, what is to be seen on panels; the pose alone by its words.
auto facts_of(const State& state) {
  return std::make_tuple(std::cref(state.preset), std::cref(state.clips), state.window,
                         state.technique, state.shade, state.time_point, state.time_points,
                         state.playing, state.play_speed, state.life_size, state.table,
                         state.passthrough, state.panel, state.identity,
                         magnification_text(state.pose.magnification));
}

}  // namespace

bool Live::operator==(const Live& other) const {
  return in_headset == other.in_headset && can_show_room == other.can_show_room &&
         voxels == other.voxels && ray_pixels == other.ray_pixels && step == other.step &&
         controllers == other.controllers && same(controls, other.controls);
}

bool look_the_same(const Model& a, const Model& b) {
  return a.study == b.study && a.series == b.series && a.can_undo == b.can_undo &&
         a.can_redo == b.can_redo && a.message == b.message && a.live == b.live &&
         a.settings == b.settings && a.fused == b.fused && facts_of(a.state) == facts_of(b.state) &&
         a.state.layers == b.state.layers && volvr::same(a.state.labels, b.state.labels) &&
         a.state.label_look == b.state.label_look;
}

}  // namespace volvr::panels
