// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "volvr/state.h"

namespace volvr {

namespace {

LayerState first_state_of(const Layer& layer) {
  Appearance appearance = resolve(layer.appearance, layer.volume);
  const Window window = appearance.window;
  return {.preset = layer.appearance.name,
          .appearance = std::move(appearance),
          .window = window,
          .opacity = layer.opacity};
}

LabelStates first_states_of(const Labels& labels) {
  std::vector<LabelState> states;
  states.reserve(labels.styles.size());
  for (const LabelStyle& style : labels.styles) {
    states.push_back({style.label, style.opacity, style.visible});
  }
  return std::make_shared<const std::vector<LabelState>>(std::move(states));
}

template <class T>
bool is_seen(const T& one) {
  return one.visible && one.opacity > 0.0;
}

}  // namespace

bool can_be_fused(Technique technique) {
  return technique == Technique::composite || technique == Technique::mip;
}

State with_fused(State state, const Fused& fused) {
  state.layers.clear();
  for (const Layer& layer : fused.layers) state.layers.push_back(first_state_of(layer));
  state.labels = fused.labels ? first_states_of(*fused.labels) : nullptr;
  state.label_look = fused.labels ? fused.labels->look : LabelLook::bodies;
  return state;
}

bool shows_fused(const State& state) {
  return std::ranges::any_of(state.layers, is_seen<LayerState>) ||
         (state.labels && std::ranges::any_of(*state.labels, is_seen<LabelState>));
}

bool same(const LabelStates& a, const LabelStates& b) {
  return a == b || (a && b && *a == *b);
}

}  // namespace volvr
