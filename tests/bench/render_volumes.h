// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "volvr/volume.h"

namespace volvr::bench {

/// The volume's field on `size` voxels, trilinear between its own: the same patient at another
/// resolution. 16 bits a value. Precondition: int16, one component.
Volume resized(const Volume& volume, const Eigen::Vector3i& size);

}  // namespace volvr::bench
