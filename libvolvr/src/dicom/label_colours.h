// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <map>

#include "volvr/settings.h"

namespace volvr::dicom {

/// The colour in sRGB, each 0..1, of a CIELab value as DICOM encodes it: L* from 0 to 100 and a*,
/// b* from -128 to 127 over 16 bits, under the illuminant D50 (PS3.3 C.10.7.1.1). What no screen
/// can show is clipped.
Eigen::Vector3d rgb_of_cielab(std::uint16_t l, std::uint16_t a, std::uint16_t b);

/// The colours that a segmentation or a structure set recommends, by SegmentNumber or ROINumber;
/// those that have none are left out.
/// @throws Error as WholeHeader
std::map<int, Eigen::Vector3d> label_colours(const std::filesystem::path& file,
                                             const Settings& settings);

}  // namespace volvr::dicom
