// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/geometry.h"

namespace volvr {

/// The texts of FSL's files beside a diffusion sequence: `bval`, and `bvec` with three lines of x, y
/// and z, an entry for each volume.
struct GradientTable {
  std::string bval;  ///< s/mm², one line
  std::string bvec;  ///< unit vectors along the axes of the written image
};

/// The gradients as FSL's tools read them (FMRIB Software Library, "FDT/UserGuide", diffusion
/// gradient directions): components along the image's i, j and k axes, as they are stored in the
/// file, and with the sign of the first one turned where the image's RAS affine has a positive
/// determinant (FSL takes such an image to be stored right to left and flips x itself). A sheared
/// grid's k component is taken along the normal of its slices. Volumes without a direction (b = 0,
/// trace) get 0 0 0.
/// @param grid        of the file that the table stands beside
/// @param weightings  one for each volume of the file, in its order
/// @throws Error invalid_argument where there are none, or one is not finite
GradientTable gradient_table(const GridGeometry& grid, const std::vector<Diffusion>& weightings);

}  // namespace volvr
