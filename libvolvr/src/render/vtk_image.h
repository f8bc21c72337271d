// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkDataArray.h>
#include <vtkSmartPointer.h>

#include "volvr/volume.h"

namespace volvr::render {

/// A VTK array over the volume's buffer, without a copy; it holds a share of the buffer. Its values
/// must not be written.
vtkSmartPointer<vtkDataArray> aliasing_array(const Volume& volume);

}  // namespace volvr::render
