// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkVolumeProperty.h>

#include "render/display_image.h"
#include "render/ray_caster.h"
#include "volvr/state.h"

namespace volvr::render {

/// What of a State makes the look of a volume, as opposed to its place.
struct Look {
  Appearance appearance;  ///< of the technique and at the window in force: nothing is left to do
  double black = 0.0;     ///< ends of the window
  double white = 1.0;
};

/// Places the appearance's points by the window. A projection (MIP, MinIP, average) of a preset
/// that was drawn for another technique is shown in greys over the window; an isosurface is the
/// surface at the window's centre.
Look look_of(const State& state);

/// Opacity of one millimetre of `value`, or of a whole projection ray that ends at `value`.
double opacity_at(const Appearance& appearance, double value);

/// Writes the look into VTK's property and the ray caster. Opacity is per millimetre of the
/// patient.
void apply(const Look& look, const DisplayImage& image, vtkVolumeProperty& property,
           RayCaster& caster);

/// The property's part of it alone.
void apply(const Look& look, const DisplayImage& image, vtkVolumeProperty& property);

}  // namespace volvr::render
