// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace volvr::render {

/// Where a volume's tables come to an end of what they can tell apart: values up to `low` all look
/// alike, as do those from `high` on. On a scale from 0 to 1.
struct Plateaus {
  float low = 0.0F;
  float high = 1.0F;
};

/// @param opacities  entry i of n is at (i + 0.5) / n, with values between mixed; at least one
/// @param colours    likewise, three numbers an entry; of what has no opacity they do not matter
Plateaus plateaus_of(std::span<const float> opacities, std::span<const float> colours);

}  // namespace volvr::render
