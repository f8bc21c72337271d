// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "surface/mesh.h"
#include "volvr/progress.h"

namespace volvr::surface {

struct Smoothing {
  double pass_band = 0.0;
  int iterations = 0;
};

/// Precondition: amount within 0..1.
Smoothing smoothing_of(double amount);

/// Smooths by a windowed sinc over the mesh's edges with equal weights, which is the same in every
/// affine frame. No coordinate changes by more than half of the frame's unit: of a voxel.
/// @throws Error cancelled
void smooth(Mesh& mesh_in_index, const Smoothing& smoothing, const ProgressSink& progress);

}  // namespace volvr::surface
