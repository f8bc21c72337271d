// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "dicom/elements.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

/// The diffusion weighting by the standard's attributes (PS3.3 C.8.13.5.9), or else by the private
/// ones of Siemens, Philips, United Imaging and GE (of GE the b-value alone: its directions are
/// told in a frame of the gradients, not of the patient). Nothing where the image has none.
std::optional<Diffusion> diffusion_of(const Elements& elements);

}  // namespace volvr::dicom
