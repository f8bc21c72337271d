// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dicom/skeleton.h"

namespace volvr::dicom {

class OpenFile;

/// Red, green and blue for each stored value of a PALETTE COLOR image (PS3.3 C.7.6.3.1.5, C.7.9).
struct Palette {
  int first = 0;  ///< the stored value of the first entry; lower ones get it, higher ones the last
  std::array<std::vector<std::uint16_t>, 3> channels;  ///< equally long, not empty
};

/// Reads the tables, plain or segmented, of 8 or 16 bits.
/// @throws Error not_readable, malformed (also for a header beyond the limits)
Palette palette_of(const OpenFile& file, const Limits& limits);

}  // namespace volvr::dicom
