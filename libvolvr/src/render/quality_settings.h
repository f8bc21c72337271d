// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/budget/frame_budget.h"
#include "render/ray_caster.h"
#include "volvr/settings.h"

namespace volvr::render {

/// What the settings fix whatever a frame takes; 0 in a setting leaves it to the budget.
QualityPins quality_pins(const Settings& settings);

/// Of a headset: pins, headroom, and what is done at rest.
BudgetOptions headset_budget(const Settings& settings);

/// Of a window, which ends up with the best picture at rest. Nobody knows where on it a person
/// looks, so that its periphery is as sharp as its middle unless the settings say otherwise.
BudgetOptions window_budget(const Settings& settings);

/// How large the fovea is, in degrees around the place that an eye looks at.
/// @param is_tracked  that place is known from frame to frame, and the fovea may be smaller: away
///                    from it the smallest angle that is resolved grows by its own size every 2 to
///                    3 degrees (Strasburger et al. 2011, J. Vision 11(5):13)
double fovea_radius(const Settings& settings, bool is_tracked);

/// The fovea of an eye that looks straight ahead.
FoveaAim fovea_aim(const Settings& settings);

/// The best picture that the settings allow.
Sampling best_sampling(const Settings& settings);

}  // namespace volvr::render
