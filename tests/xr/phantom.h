// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "volvr/volume.h"

namespace volvr::test {

/// A CT of air with one block of bone that is 60 mm wide, 40 mm deep and 90 mm tall about the middle
/// of the grid: what must be seen from where can be worked out by hand.
Volume bone_block();

inline constexpr double bone_block_width = 0.060;   // metres, left to right
inline constexpr double bone_block_height = 0.090;  // foot to head

}  // namespace volvr::test
