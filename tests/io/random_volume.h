// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <random>

#include "volvr/volume.h"

namespace volvr::test {

inline constexpr std::array all_types = {VoxelType::int8,    VoxelType::uint8,  VoxelType::int16,
                                         VoxelType::uint16,  VoxelType::int32,  VoxelType::uint32,
                                         VoxelType::float32, VoxelType::float64};

/// An orthogonal frame: columns along the patient's axes in one of the 48 orders and signs.
Eigen::Matrix3d axis_order(int which);
inline constexpr int axis_orders = 48;

/// A grid of some voxels, anisotropic, up to 600 mm wide, far from the origin as scanners have it.
/// @param axes  unit vectors along i, j, k
GridGeometry random_grid(const Eigen::Matrix3d& axes, std::mt19937_64& random);

/// Any rotation.
Eigen::Matrix3d random_rotation(std::mt19937_64& random);

/// Axial slices tilted by about this angle: the quaternion of their RAS frame is nearly half a
/// turn, where float32 loses most.
Eigen::Matrix3d tilted_axial(double radians);

/// A shear of the k axis by up to 25 degrees.
Eigen::Matrix3d random_shear(std::mt19937_64& random);

/// Values over the whole range of the type, the smallest and largest among them.
Volume random_volume(const GridGeometry& grid, VoxelType type, std::mt19937_64& random,
                     int components = 1);

/// Millimetres between the two transforms at the grid's worst corner.
double worst_corner(const GridGeometry& grid, const Eigen::Affine3d& read_back);

}  // namespace volvr::test
