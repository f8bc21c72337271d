// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "convert/plan.h"
#include "volvr/load.h"

namespace volvr::batch {

/// In which pieces a volume is converted, and what that takes.
struct Slabs {
  int slices = 0;            ///< of one piece; the volume's for one piece
  int threads = 1;           ///< at most
  std::uint64_t memory = 0;  ///< bytes, for voxels, decoders and the writer together
};

/// @param made     bytes of what is made of the whole volume at once, for which it must be in
/// memory
///                 as one; 0: pieces will do
/// @param share    bytes that this output may take while others work, too
/// @param most     bytes that it may take at all
/// @throws Error out_of_memory: not even the smallest piece fits
Slabs slabs_of(const VolumeInfo& volume, const VolumeShape& shape, std::uint64_t made, int threads,
               std::uint64_t share, std::uint64_t most);

}  // namespace volvr::batch
