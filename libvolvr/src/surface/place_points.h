// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "surface/mesh.h"
#include "volvr/volume.h"

namespace volvr::surface {

/// Moves each point, which lies in the middle between two neighbouring voxel centres of which one
/// has at least `isovalue`, to where the straight line between their values has it; never nearer to
/// either than 1/256 of the way. Points at the grid's border, and beside values that are no number,
/// stay in the middle.
void place_points(Mesh& mesh_in_index, const Volume& volume, double isovalue);

}  // namespace volvr::surface
