// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include <vtkVolume.h>
#include <vtkVolumeMapper.h>

#include "render/caster/clip_shape.h"

namespace volvr::render {

/// Planes that VTK's mapper takes.
constexpr int most_stock_planes = 8;

/// Hands the planes among `shapes`, and the sides of boxes that are kept, to one of VTK's mappers,
/// where the volume is now. `own` are planes of the mapper's user, which come first.
/// @return whether that is all: VTK's mappers scoop no balls, remove no boxes, and take no more
///         than `most_stock_planes`
bool set_stock_clips(std::span<const ClipShape> shapes, vtkPlaneCollection* own, vtkVolume& volume,
                     vtkVolumeMapper& mapper);

}  // namespace volvr::render
