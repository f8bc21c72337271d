// SPDX-License-Identifier: Apache-2.0
#include "volvr/geometry.h"

#include <gtest/gtest.h>

#include <numbers>

namespace volvr {
namespace {

GridGeometry grid_of(const Eigen::Matrix3d& linear, const Eigen::Vector3d& first_voxel) {
  GridGeometry grid;
  grid.size = {10, 20, 30};
  grid.patient_from_index.linear() = linear;
  grid.patient_from_index.translation() = first_voxel;
  return grid;
}

Eigen::Matrix3d columns(const Eigen::Vector3d& i, const Eigen::Vector3d& j,
                        const Eigen::Vector3d& k) {
  Eigen::Matrix3d matrix;
  matrix << i, j, k;
  return matrix;
}

TEST(Geometry, SpacingDirectionsAndOriginComeFromTheTransform) {
  const auto grid = grid_of(columns({0, 0.5, 0}, {0, 0, -0.7}, {2, 0, 0}), {1, 2, 3});
  EXPECT_TRUE(spacing(grid).isApprox(Eigen::Vector3d(0.5, 0.7, 2)));
  EXPECT_TRUE(directions(grid).col(1).isApprox(Eigen::Vector3d(0, 0, -1)));
  EXPECT_TRUE(origin(grid).isApprox(Eigen::Vector3d(1, 2, 3)));
}

TEST(Geometry, TheCentreIsTheMiddleOfTheVoxelCentres) {
  const auto grid = grid_of(Eigen::Matrix3d::Identity(), {0, 0, 0});
  EXPECT_TRUE(centre(grid).isApprox(Eigen::Vector3d(4.5, 9.5, 14.5)));
}

TEST(Geometry, BoundsHoldWholeVoxels) {
  const auto grid = grid_of(Eigen::Vector3d(1, 1, -2).asDiagonal(), {0, 0, 0});
  EXPECT_TRUE(bounds_in_patient(grid).min().isApprox(Eigen::Vector3d(-0.5, -0.5, -59)));
  EXPECT_TRUE(bounds_in_patient(grid).max().isApprox(Eigen::Vector3d(9.5, 19.5, 1)));
}

TEST(Geometry, AVoxelCountBeyond32BitsDoesNotOverflow) {
  GridGeometry grid;
  grid.size = {65536, 65536, 4};
  EXPECT_EQ(voxel_count(grid), std::uint64_t{17179869184});
}

TEST(Geometry, AnEmptyOrNegativeSizeHasNoVoxels) {
  GridGeometry grid;
  grid.size = {-5, -5, 5};
  EXPECT_EQ(voxel_count(grid), 0U);
}

TEST(Geometry, ShearIsTheLeanOfTheSlicesAgainstTheirNormal) {
  const double angle = 18.5 * std::numbers::pi / 180.0;
  const auto grid = grid_of(
      columns({1, 0, 0}, {0, 1, 0}, {0, 3 * std::sin(angle), 3 * std::cos(angle)}), {0, 0, 0});
  EXPECT_NEAR(shear_degrees(grid), 18.5, 1e-9);
  EXPECT_NEAR(shear_degrees(grid_of(Eigen::Vector3d(1, 1, -3).asDiagonal(), {0, 0, 0})), 0, 1e-6);
}

TEST(Geometry, HandednessIsSeen) {
  EXPECT_FALSE(is_left_handed(grid_of(Eigen::Matrix3d::Identity(), {0, 0, 0})));
  EXPECT_TRUE(is_left_handed(grid_of(Eigen::Vector3d(1, 1, -1).asDiagonal(), {0, 0, 0})));
}

TEST(Geometry, AxisCodesNameTheDirectionEachAxisPointsTo) {
  EXPECT_EQ(axis_codes(grid_of(Eigen::Matrix3d::Identity(), {0, 0, 0})), "LPS");
  EXPECT_EQ(axis_codes(grid_of(columns({0, 1, 0}, {0, 0, -1}, {-1, 0, 0}), {0, 0, 0})), "PIR");
}

TEST(Geometry, AxisCodesUseEachDirectionOnceEvenAtFortyFiveDegrees) {
  const auto turned = Eigen::AngleAxisd(std::numbers::pi / 4, Eigen::Vector3d::UnitZ());
  const std::string codes = axis_codes(grid_of(turned.toRotationMatrix(), {0, 0, 0}));
  EXPECT_EQ(codes.find_first_of("LR"), codes.find_last_of("LR")) << codes;
}

TEST(Geometry, ThePlaneIsNamedByTheSliceNormal) {
  EXPECT_EQ(plane_name(grid_of(Eigen::Matrix3d::Identity(), {0, 0, 0})), "axial");
  EXPECT_EQ(plane_name(grid_of(columns({0, 1, 0}, {0, 0, -1}, {-1, 0, 0}), {0, 0, 0})), "sagittal");
  EXPECT_EQ(plane_name(grid_of(columns({1, 0, 0}, {0, 0, -1}, {0, 1, 0}), {0, 0, 0})), "coronal");
  const Eigen::Matrix3d leaning =
      Eigen::AngleAxisd(0.2, Eigen::Vector3d::UnitX()).toRotationMatrix();
  EXPECT_EQ(plane_name(grid_of(leaning, {0, 0, 0})), "oblique axial");
}

}  // namespace
}  // namespace volvr
