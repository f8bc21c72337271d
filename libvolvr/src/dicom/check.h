// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dicom/stack.h"

namespace volvr::dicom {

/// What is to be said of where the slices lie: gaps, uneven steps, tilt, a single slice, missing
/// attributes. Findings of severity `error` mean that the slices form no regular grid.
/// Precondition: sorted along the normal, one slice a place; or slices without geometry.
std::vector<Finding> check_geometry(const std::vector<Header>& slices);

/// Millimetres along the normal between most neighbours. Precondition: as above, two slices or more.
double usual_step(const std::vector<Header>& slices);

/// What else a reader should know: inverted grey, padding, loss, overlays, colours, mosaics.
std::vector<Finding> remarks_on(const std::vector<Header>& slices);

/// What is to be said of how the pixels are stored: contradictions, truncated files, encodings and
/// formats that cannot be decoded.
std::vector<Finding> check_pixels(const std::vector<Header>& slices);

}  // namespace volvr::dicom
