// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dicom/header.h"
#include "volvr/settings.h"

namespace volvr::dicom {

/// One structure that a segmentation or a structure set tells apart.
struct LabelName {
  int number = 0;    ///< SegmentNumber or ROINumber
  std::string name;  ///< SegmentLabel or ROIName, UTF-8
};

/// A frame of a segmentation: one slice of one segment, or of all in a label map.
struct SegmentFrame {
  int frame = 0;
  int segment = 0;
  Eigen::Vector3d position = Eigen::Vector3d::Zero();  ///< LPS mm
};

/// A DICOM segmentation without its pixels (PS3.3 A.51, C.8.20; label maps by Supplement 243).
struct Segmentation {
  std::vector<LabelName> segments;
  std::vector<SegmentFrame> frames;
  Orientation orientation;
  Eigen::Vector2d pixel_spacing;  ///< mm between columns, rows
  double slice_spacing = 0.0;     ///< mm; where the frames lie at one place only
  std::vector<std::string> referenced_series;
  bool is_fractional = false;
  int background = 0;         ///< of a label map: the value that means no segment
  bool is_label_map = false;  ///< a frame is a plane, and its values are segment numbers
  double most_fraction = 1.0;  ///< the stored value that means all of a voxel
};

/// @param settings  `dicom.*`: how much the file may ask for
/// @throws Error not_readable, malformed, unsupported (frames of several orientations),
///         missing_geometry
Segmentation read_segmentation(const std::filesystem::path& file, const Settings& settings);

}  // namespace volvr::dicom
