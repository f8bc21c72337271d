// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "volvr/viewer.h"

namespace volvr::xr {

/// Asks the OpenXR runtime, with plain calls and before VTK or OpenGL are touched, whether a headset
/// can be opened. Throws nothing: whatever is missing is in the explanation.
HeadsetStatus preflight();

}  // namespace volvr::xr
