// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkRenderer.h>

#include "render/caster/frame_block.h"

namespace volvr::render {

/// What lights a volume.
enum class Lighting {
  headlight,  ///< one lamp at the eye
  lamps,      ///< any others: Frame's lamps
};

constexpr std::size_t most_lamps = 8;
constexpr std::size_t numbers_a_lamp = 5;

/// Writes the renderer's lights that are switched on into the block, in the frame of the eye, the
/// first `most_lamps` of them, as VTK's mapper takes them: a single headlight of intensity 1 shines
/// as it always does there; of all others the property's ambient share is multiplied with the
/// lights' own ambient colours, which are black unless set.
Lighting set_lamps(vtkRenderer& renderer, const Rays& rays, const RayGrid& grid, FrameBlock& block);

}  // namespace volvr::render
