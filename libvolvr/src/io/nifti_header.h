// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "volvr/volume.h"

namespace volvr::io {

/// Header and empty extension mark of a one-file NIfTI-1 volume, in the machine's byte order.
using NiftiHeader = std::array<std::byte, 352>;

/// The header for this volume, after the NIfTI-1.1 standard (nifti1.h, NIfTI Data Format Working
/// Group, 2007): sform = the whole affine in RAS millimetres; qform = the same where a rotation
/// held in float32 gives every corner within a micrometre, else marked as absent (code 0): a
/// sheared grid has none, and a quaternion near half a turn loses too much.
/// @throws Error unsupported (more than 32767 voxels a side, colours of another type than uint8)
NiftiHeader nifti_header(const Volume& volume);

}  // namespace volvr::io
