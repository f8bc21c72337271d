// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "volvr/volume_writer.h"

namespace volvr::io {

/// All that stands before the voxels of a one-file NIfTI volume, in the machine's byte order: the
/// header of NIfTI-1 (nifti1.h, NIfTI Data Format Working Group, 2007), or of NIfTI-2 (nifti2.h,
/// 2011) where a side or the number of volumes is above 32767; then the extension mark, and where
/// voxels were resampled a comment extension (code 6) that says so, a line for each time.
///
/// sform = the whole affine in RAS millimetres; qform = the same where a rotation held in the
/// header's precision gives every corner within a micrometre, else marked as absent (code 0): a
/// sheared grid has none, and a quaternion near half a turn loses too much. Without a time step
/// pixdim[4] is 1 of an unknown unit.
/// @throws Error unsupported (colours of another type than uint8)
std::string nifti_header(const VolumeFileInfo& info);

}  // namespace volvr::io
