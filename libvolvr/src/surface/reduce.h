// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "surface/mesh.h"
#include "volvr/progress.h"

namespace volvr::surface {

/// Takes that fraction of the triangles away by edge collapses in the order of their quadric error
/// (Garland, Heckbert, "Surface Simplification Using Quadric Error Metrics", SIGGRAPH 1997). A
/// collapse that would open or pinch the surface or turn a triangle over is not made: a closed mesh
/// stays closed, if need be with more triangles than asked for. Own code, because
/// vtkQuadricDecimation checks neither and leaves holes in closed surfaces. Precondition: a closed
/// mesh with two triangles an edge, in millimetres.
/// @throws Error cancelled
void reduce(Mesh& mesh, double fraction, const ProgressSink& progress);

}  // namespace volvr::surface
