// SPDX-License-Identifier: Apache-2.0
#include "review/fused_steps.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "review/limits.h"
#include "volvr/error.h"

namespace volvr::review {

namespace {

LayerState& layer_of(State& state, int number) {
  return state.layers[layer_place(state, number)];
}

[[noreturn]] void refuse_labels() {
  throw Error(ErrorCode::invalid_argument, "No labels are drawn with this study.");
}

// Others that share the states keep theirs.
template <class Change>
State with_labels(State state, Change change) {
  if (!state.labels) refuse_labels();
  std::vector<LabelState> labels = *state.labels;
  change(labels);
  state.labels = std::make_shared<const std::vector<LabelState>>(std::move(labels));
  return state;
}

template <class Change>
State with_all_labels(State state, Change change) {
  return with_labels(std::move(state),
                     [&](auto& labels) { std::ranges::for_each(labels, change); });
}

template <class Change>
State with_label(State state, std::int64_t number, Change change) {
  return with_labels(std::move(state), [&](auto& labels) {
    const auto label = std::ranges::find(labels, number, &LabelState::label);
    if (label == labels.end()) {
      throw Error(ErrorCode::invalid_argument, "There is no label " + std::to_string(number) + ".");
    }
    change(*label);
  });
}

}  // namespace

std::size_t layer_place(const State& state, int number) {
  const std::size_t count = state.layers.size();
  if (count == 0) {
    throw Error(ErrorCode::invalid_argument, "No layer is drawn with this study.");
  }
  if (number >= 1 && static_cast<std::size_t>(number) <= count) {
    return static_cast<std::size_t>(number) - 1;
  }
  throw Error(ErrorCode::invalid_argument, "Layers are numbered from 1 to " +
                                               std::to_string(count) + ", so none is " +
                                               std::to_string(number) + ".");
}

State after(State state, const command::ShowLayer& show) {
  layer_of(state, show.number).visible = show.shown;
  return state;
}

State after(State state, const command::SetLayerOpacity& set) {
  require_valid_opacity(set.opacity);
  layer_of(state, set.number).opacity = set.opacity;
  return state;
}

State after(State state, const command::SetLayerWindow& set) {
  require_valid(set.window);
  layer_of(state, set.number).window = set.window;
  return state;
}

State after(State state, const command::ShowLabel& show) {
  return with_label(std::move(state), show.label,
                    [&](LabelState& label) { label.visible = show.shown; });
}

State after(State state, const command::SetLabelOpacity& set) {
  require_valid_opacity(set.opacity);
  return with_label(std::move(state), set.label,
                    [&](LabelState& label) { label.opacity = set.opacity; });
}

State after(State state, const command::ShowLabels& show) {
  return with_all_labels(std::move(state), [&](LabelState& label) { label.visible = show.shown; });
}

State after(State state, const command::SetLabelsOpacity& set) {
  require_valid_opacity(set.opacity);
  return with_all_labels(std::move(state), [&](LabelState& label) { label.opacity = set.opacity; });
}

State after(State state, const command::SetLabelLook& set) {
  if (!state.labels) refuse_labels();
  state.label_look = set.look;
  return state;
}

State with_layer_preset(State state, int number, const Appearance& resolved) {
  LayerState& layer = layer_of(state, number);
  if (!can_be_fused(resolved.technique)) {
    throw Error(ErrorCode::unsupported,
                "A layer is drawn by the techniques composite and mip, not by " +
                    std::string(to_string(resolved.technique)) + ".");
  }
  layer.appearance = resolved;
  layer.preset = resolved.name;
  layer.window = resolved.window;
  return state;
}

void require_fusible(const State& state) {
  if (can_be_fused(state.technique) || !shows_fused(state)) return;
  throw Error(
      ErrorCode::unsupported,
      "Layers and labels are drawn over a volume by the techniques composite and mip, not by " +
          std::string(to_string(state.technique)) + "; hide them first.");
}

}  // namespace volvr::review
