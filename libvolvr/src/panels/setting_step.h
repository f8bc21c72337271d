// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "volvr/settings.h"

namespace volvr::panels {

/// The value of a number that follows, up (`step` 1) or down (-1), in round steps: of a twentieth
/// of the range at most, by doubling where the range goes over decades; never beyond the range, and
/// never past zero without standing there.
std::string next_value(const Setting& setting, const std::string& now, int step);

}  // namespace volvr::panels
