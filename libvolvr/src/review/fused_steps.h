// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "volvr/command.h"
#include "volvr/state.h"

namespace volvr::review {

/// The state after a command on layers or labels.
/// @throws Error invalid_argument (no such layer or label, values outside of the limits)
State after(State state, const command::ShowLayer& show);
State after(State state, const command::SetLayerOpacity& set);
State after(State state, const command::SetLayerWindow& set);
State after(State state, const command::ShowLabel& show);
State after(State state, const command::SetLabelOpacity& set);
State after(State state, const command::ShowLabels& show);
State after(State state, const command::SetLabelsOpacity& set);
State after(State state, const command::SetLabelLook& set);

/// The place of a layer that is numbered from 1. @throws Error invalid_argument
std::size_t layer_place(const State& state, int number);

/// @param resolved  a preset in the layer's values
/// @throws Error invalid_argument, unsupported (a technique that no layer is drawn by)
State with_layer_preset(State state, int number, const Appearance& resolved);

/// @throws Error unsupported where layers or labels are seen that do not go with the technique
void require_fusible(const State& state);

}  // namespace volvr::review
