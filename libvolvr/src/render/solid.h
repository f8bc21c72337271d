// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <functional>

#include "volvr/state.h"
#include "volvr/volume.h"

namespace volvr::render {

/// Tells of a place in the patient, LPS millimetres, whether something is drawn there that a hand
/// can be said to touch: an isosurface's inside, or values so opaque that five millimetres of them
/// hide half of what lies behind; what clips remove is not. Empty for projections and colours,
/// which have no surface.
std::function<bool(const Eigen::Vector3d&)> solid_places(const Volume& volume, const State& state);

}  // namespace volvr::render
