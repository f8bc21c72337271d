// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <cstdint>
#include <string>

namespace volvr {

/// Where the voxels of a regular grid lie in the patient.
///
/// Frames: `index` is continuous voxel coordinates (i, j, k), voxel centres at whole numbers, i
/// fastest in memory; `patient` is the DICOM patient coordinate system in millimetres, LPS: +x
/// towards the patient's Left, +y Posterior, +z Superior (DICOM PS3.3 C.7.6.2.1.1).
struct GridGeometry {
  Eigen::Vector3i size = Eigen::Vector3i::Zero();              ///< voxels along i, j, k
  Eigen::Affine3d patient_from_index = Eigen::Affine3d::Identity();
};

/// Millimetres between neighbouring voxel centres along i, j, k (the lengths of the columns).
Eigen::Vector3d spacing(const GridGeometry& grid);

/// Unit vectors along i, j, k in the patient frame, one a column; not orthogonal for a sheared grid.
Eigen::Matrix3d directions(const GridGeometry& grid);

/// Patient position of the voxel (0, 0, 0), in millimetres.
Eigen::Vector3d origin(const GridGeometry& grid);

/// Patient position of the middle of the grid, in millimetres.
Eigen::Vector3d centre(const GridGeometry& grid);

/// Number of voxels; 64 bits, so that no product overflows.
std::uint64_t voxel_count(const GridGeometry& grid);

/// Axis-aligned box in patient millimetres around the whole voxels (half a voxel beyond centres).
Eigen::AlignedBox3d bounds_in_patient(const GridGeometry& grid);

/// Degrees by which the k axis leans away from the normal of the slices; 0 for a right-angled grid.
double shear_degrees(const GridGeometry& grid);

/// True where i × j points against k: the index frame is left-handed.
bool is_left_handed(const GridGeometry& grid);

/// The patient direction that each index axis points to most, for example "LPS" or "PIR".
std::string axis_codes(const GridGeometry& grid);

/// "axial", "coronal" or "sagittal" by the slice normal, with "oblique " before it where it is more
/// than a degree away from that axis.
std::string plane_name(const GridGeometry& grid);

}  // namespace volvr
