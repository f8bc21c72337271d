// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

namespace volvr::xr {

/// The body of a controller of no maker: a rounded handle and a flat head for the thumb. Metres, in
/// the frame of the grip: the handle lies along z, its top towards -z.
vtkSmartPointer<vtkPolyData> controller_body();

/// What is coloured of it: rings about handle and head, and the thumb's rest.
vtkSmartPointer<vtkPolyData> controller_accents();

/// A laser, one metre long: from the origin along -z, thinner at its end.
vtkSmartPointer<vtkPolyData> laser_beam();

/// The dot at its end.
vtkSmartPointer<vtkPolyData> laser_dot();

}  // namespace volvr::xr
