// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>

#include <vtkImageData.h>
#include <vtkSmartPointer.h>

#include "volvr/volume.h"

namespace volvr::render {

/// A volume as a ray caster takes it.
///
/// Frame `dataset`: the image's own coordinates, in metres. Its axes are right-angled to within
/// rounding for every right-angled grid, so that lengths along a ray are true; what a sheared grid
/// lacks for that stands in the image's direction matrix, an upper triangular `shear` with a
/// positive diagonal (the identity for right-angled grids). Handedness stays in
/// `patient_from_dataset`.
struct DisplayImage {
  vtkSmartPointer<vtkImageData> image;
  Eigen::Affine3d patient_from_dataset = Eigen::Affine3d::Identity();  ///< metres to millimetres
  Eigen::Matrix3d shear = Eigen::Matrix3d::Identity();
  double smallest_spacing = 0.0;  ///< metres
  double lowest = 0.0;            ///< smallest and largest value
  double highest = 0.0;
  bool colour = false;  ///< RGB, with luminance as fourth component
};

/// The voxels are aliased, not copied, wherever the ray caster can take them as they are. Copied
/// are: floating point values that are not finite (drawn as the smallest value), colour, and grids
/// of one voxel along an axis (drawn as two).
/// @throws Error unsupported for colour of other than 8 bits
DisplayImage display_image(const Volume& volume);

}  // namespace volvr::render
