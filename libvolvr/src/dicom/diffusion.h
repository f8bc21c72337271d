// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "dicom/elements.h"
#include "dicom/header.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

/// The diffusion weighting by the standard's attributes (PS3.3 C.8.13.5.9), or else by the private
/// ones of Siemens, Philips, United Imaging and GE. Nothing where the image has none.
///
/// GE tells directions along the image's frequency, phase and slice axes (0019,10BB to 10BD). Which
/// of them are the rows, InPlanePhaseEncodingDirection tells, and without that, or the image's
/// orientation, there is no direction. The signs are those of dcm2niix, which holds the rule that is
/// known: measured for axial images, taken over for others. A direction shorter than 1 means that
/// less than the nominal b-value was played out: b times its length squared, in steps of 5.
/// @param orientation  the image's
std::optional<Diffusion> diffusion_of(const Elements& elements,
                                      const std::optional<Orientation>& orientation);

/// Whether the direction was told in the frame of GE's gradients and turned.
bool has_turned_gradient(const Elements& elements, const Diffusion& diffusion);

}  // namespace volvr::dicom
