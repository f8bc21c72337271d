// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "volvr/volume.h"

namespace volvr {

enum class Interpolator {
  nearest,        ///< no new values: for labels
  linear,         ///< trilinear
  windowed_sinc,  ///< Lanczos window of radius 4 voxels; sharper, overshoots at edges
};

struct StraightenOptions {
  Interpolator interpolator = Interpolator::linear;
  /// What voxels outside of the measured field get. Absent: PixelPaddingValue of the first slice as
  /// rescaled, else -1024 for Hounsfield units where the type holds it, else the smallest value.
  std::optional<double> outside = {};
  int threads = 0;  ///< 0: one a processor
};

/// The right-angled grid that holds every corner of this one: i stays as it is, j lies in its plane
/// with i, k is their normal; the steps are those of this grid measured along the new axes, and
/// its voxel centres lie within the new grid. Equal to the grid itself where that has no shear.
GridGeometry straightened(const GridGeometry& grid);

/// The volume on the grid `straightened` gives, as a gantry tilt needs for programs that know no
/// shear. Nothing is cut off. The same values at the same places where there is no shear: then the
/// volume itself comes back, and nothing is recorded. Otherwise `provenance().resamplings` says
/// what was done. The voxel type stays; values are rounded, and held within the type's range.
/// Provenance keeps the source of the slices as they were measured.
/// @throws Error invalid_argument (an empty volume, a value outside of the type's range),
///         out_of_memory
Volume straighten(const Volume& volume, const StraightenOptions& options = {});

}  // namespace volvr
