// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "dicom/segmentation.h"
#include "volvr/geometry.h"

namespace volvr::dicom {

/// An RT structure set without its contours (PS3.3 A.19, C.8.8.5, C.8.8.6).
struct StructureSet {
  struct Structure {
    LabelName name;
    std::string frame_of_reference_uid;
    std::vector<Eigen::Vector3d> places;  ///< a point of each closed contour, LPS mm
    std::vector<std::string> images;      ///< SOP instances that its contours name, each once
    std::size_t other_contours = 0;  ///< points and open lines, which have no inside
  };
  std::vector<Structure> structures;
  std::vector<std::string> referenced_series;
};

/// @param settings  `dicom.*`: how much the file may ask for
/// @throws Error not_readable, malformed
StructureSet read_structure_set(const std::filesystem::path& file, const Settings& settings);

/// A closed polygon in the patient, LPS mm.
using Contour = std::vector<Eigen::Vector3d>;

/// The closed contours of one structure. @throws Error not_readable, malformed
std::vector<Contour> read_contours(const std::filesystem::path& file, int roi_number,
                                   const Settings& settings);

/// Contours that are not drawn.
struct Undrawn {
  std::size_t beyond = 0;   ///< beyond the first or last slice
  std::size_t between = 0;  ///< between slices, where others lie nearer to the slice
};

/// Sets the voxels whose centres lie within the contours to `value`. A contour belongs to the slice
/// nearest to it, a slice shows the contours of the plane nearest to it alone; where contours of one
/// plane overlap, inside and outside take turns (even-odd), as holes are drawn (PS3.3 C.8.8.6.3).
/// @param voxels  one byte or two each, as `value` needs; cleared before
/// @throws Error unsupported where a contour does not lie in the plane of the slices
Undrawn fill_contours(const std::vector<Contour>& contours, const GridGeometry& grid, int value,
                      std::span<std::byte> voxels);

}  // namespace volvr::dicom
