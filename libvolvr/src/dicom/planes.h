// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dicom/stack.h"

namespace volvr::dicom {

/// Puts together slices with the same plane, pixel grid and format. Slices without a position,
/// orientation or pixel spacing make a stack of their own, at the end.
std::vector<Stack> stacks_by_plane(std::vector<Header> headers, std::vector<Finding>& findings);

/// Sorts by position along the normal, the lowest first. Equal places keep the order of files.
/// Precondition: all slices have geometry and one plane.
void sort_along_normal(Stack& stack);

}  // namespace volvr::dicom
