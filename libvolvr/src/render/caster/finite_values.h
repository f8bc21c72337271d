// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkDataArray.h>
#include <vtkSmartPointer.h>

namespace volvr::render {

/// The array itself where all its values are finite. Else a copy, as interpolation would spread
/// what is not over its neighbours: what is no number or below all is the least finite value
/// there, what is above all the greatest; 0 where none is finite.
vtkSmartPointer<vtkDataArray> finite_values(vtkDataArray& values);

}  // namespace volvr::render
