// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "surface/mask.h"
#include "surface/mesh.h"

namespace volvr::surface {

/// The border of the mask's body in the frame `index` of the unpadded grid: a closed mesh, every
/// edge with two triangles, whose points lie in the middle between two neighbouring voxel centres.
/// Triangles are counter-clockwise as seen from outside in a right-handed index frame.
/// @throws Error unsupported (too many triangles), cancelled
Mesh contour(Mask&& mask, const ProgressSink& progress);

}  // namespace volvr::surface
