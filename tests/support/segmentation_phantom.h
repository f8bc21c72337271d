// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "support/object_phantom.h"

namespace volvr::test {

struct SegmentPhantom {
  int number = 1;
  std::string label;
  std::function<bool(int i, int j, int k)> inside;
  std::optional<std::array<std::uint16_t, 3>> cielab = {};  ///< RecommendedDisplayCIELabValue
};

/// A DICOM segmentation on the grid of `image`: series 2 of its study.
/// @param fraction  of 200 that a voxel inside has; 0: a binary segmentation
ObjectPhantom segmentation_of(const Phantom& image, const std::vector<SegmentPhantom>& segments,
                              int fraction = 0);

}  // namespace volvr::test
