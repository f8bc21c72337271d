// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkImageData.h>
#include <vtkSmartPointer.h>

#include "volvr/volume.h"

namespace volvr::interop {

/// A VTK image over the same voxels, without a copy. It keeps the buffer alive as long as it lives;
/// its voxels must not be written. Origin, spacing and direction are the volume's (LPS millimetres).
/// @throws Error irregular_geometry for a sheared grid, which vtkImageData cannot hold
vtkSmartPointer<vtkImageData> vtk_image(const Volume& volume);

}  // namespace volvr::interop
