// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dicom/stack.h"

namespace volvr::dicom {

/// Where several slices share a place, divides the stack by the first attributes that leave one
/// slice a place in each part. If none does, the stack comes back whole with the finding
/// duplicate_positions. Precondition: sorted.
std::vector<Stack> split_repeats(Stack stack, std::vector<Finding>& findings);

/// Where slices form no regular grid together, but do once those of another image type, acquisition
/// or reconstruction are taken apart (a localizer among them, two ranges scanned one after the
/// other), divides the stack so. Precondition: sorted, one slice a place.
std::vector<Stack> split_irregular(Stack stack, std::vector<Finding>& findings);

}  // namespace volvr::dicom
