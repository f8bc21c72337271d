// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <string>
#include <vector>

#include "dicom/header.h"

namespace volvr::dicom {

/// Slices of one series that may form one volume, and why they are apart from others.
struct Stack {
  std::vector<Header> slices;
  std::string label;       ///< "echo time 4.92"; empty for the only one
  std::string repetition;  ///< "b-value 1000": which of several repetitions; empty where one
  std::string varies_by;   ///< what the repetitions differ by
  std::vector<Finding> findings;
};

/// Two positions nearer than this are the same. Scanners write positions in micrometres or finer,
/// and no clinical slices lie so close.
inline constexpr double same_place_mm = 0.01;

/// Unit normal of the slices: row × column, so that (i, j, k) is right-handed.
inline Eigen::Vector3d normal_of(const Orientation& orientation) {
  return orientation.row.cross(orientation.column).normalized();
}

/// Whether the slice's place in the patient is known: position, orientation and pixel spacing.
inline bool has_geometry(const Header& slice) {
  return slice.position && slice.orientation && slice.pixel_spacing;
}

}  // namespace volvr::dicom
