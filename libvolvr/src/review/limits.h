// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "volvr/state.h"

namespace volvr::review {

/// The limits of command.h, as every command meets them. Sentences that set a value are refused
/// beyond them; sentences that change one by an amount stop there.

/// @throws Error invalid_argument for a value that is not finite, outside of the limits, or for a
///         quaternion that has no direction
void require_valid(const Pose& pose);
void require_valid(const Window& window);
void require_valid_table(double height);  ///< scene metres
void require_valid_opacity(double opacity);

/// The nearest pose and window within the limits. Precondition: nothing is NaN.
Pose within_limits(Pose pose);
Window within_limits(Window window);

}  // namespace volvr::review
