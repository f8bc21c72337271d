// SPDX-License-Identifier: Apache-2.0
#include "volvr/gradients.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/LU>
#include <limits>
#include <sstream>

#include "io/random_volume.h"
#include "volvr/error.h"

namespace volvr {
namespace {

Eigen::Matrix3Xd numbers_of(const std::string& bvec, int count) {
  Eigen::Matrix3Xd table(3, count);
  std::istringstream stream(bvec);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < count; ++column) stream >> table(row, column);
  }
  EXPECT_TRUE(stream);
  return table;
}

// What FSL's tools take an entry for, in RAS: the image's own affine says where its axes point, and
// an image with a positive determinant has its x turned first.
Eigen::Vector3d in_ras(const GridGeometry& grid, Eigen::Vector3d entry) {
  const Eigen::Matrix3d ras =
      Eigen::Vector3d(-1, -1, 1).asDiagonal() * grid.patient_from_index.linear();
  if (ras.determinant() > 0) entry.x() *= -1;
  return ras.colwise().normalized() * entry;
}

TEST(Gradients, AnAxialStackIsAsWorkedOutByHand) {
  GridGeometry grid;  // i to the left, j to the back, k up: a positive determinant
  grid.size = {4, 4, 4};
  grid.patient_from_index.linear() = Eigen::Vector3d(2, 2, 3).asDiagonal();
  const GradientTable table =
      gradient_table(grid, {{0, {0, 0, 0}}, {1000, {1, 0, 0}}, {1000, {0, 0.6, 0.8}}});
  EXPECT_EQ(table.bval, "0 1000 1000\n");
  EXPECT_EQ(table.bvec, "0 -1 0\n0 0 0.6\n0 0 0.8\n");
}

TEST(Gradients, AStackWithRowsTurnedIsAsDcm2niixWritesIt) {
  GridGeometry grid;  // i to the left, j to the front, k up: a negative determinant
  grid.size = {4, 4, 4};
  grid.patient_from_index.linear() = Eigen::Vector3d(2, -2, 3).asDiagonal();
  const GradientTable table = gradient_table(grid, {{700, {0.6, 0.8, 0}}});
  EXPECT_EQ(table.bvec, "0.6\n-0.8\n0\n");
}

// dcm2niix 1.0.20241211 on a Philips enhanced DTI (its image points left, front, up), from the
// DiffusionGradientOrientation of its frames.
TEST(Gradients, APhilipsStudyIsAsDcm2niixConvertsIt) {
  GridGeometry grid;
  grid.size = {128, 128, 8};
  grid.patient_from_index.linear() = Eigen::Vector3d(2.734375, -2.734375, 2.7).asDiagonal();
  const GradientTable table =
      gradient_table(grid, {{1300, {1, 0, 0}},
                            {1300, {0, -1, 0}},
                            {1300, {-0.02599947154521942, -0.6491867899894714, 0.7601845264434814}},
                            {0, {0, 0, 0}}});
  EXPECT_EQ(table.bval, "1300 1300 1300 0\n");
  const Eigen::Matrix3Xd read = numbers_of(table.bvec, 4);
  Eigen::Matrix<double, 3, 4> theirs;
  theirs << 1, 0, -0.0259995, 0, 0, 1, 0.649187, 0, 0, 0, 0.760185, 0;
  EXPECT_LT((read - theirs).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(Gradients, AnyGridLeftAndRightHandedGivesBackTheDirection) {
  std::mt19937_64 random(8);
  for (int i = 0; i < 400; ++i) {
    Eigen::Matrix3d axes =
        i < test::axis_orders ? test::axis_order(i) : test::random_rotation(random);
    if (i % 2 == 1) axes.col(1) *= -1.0;
    const GridGeometry grid = test::random_grid(axes, random);
    const Eigen::Vector3d lps = test::random_rotation(random).col(0);
    const GradientTable table = gradient_table(grid, {{5, {0, 0, 0}}, {1000, lps}});
    const Eigen::Vector3d read = in_ras(grid, numbers_of(table.bvec, 2).col(1));
    EXPECT_LT((read - Eigen::Vector3d(-lps.x(), -lps.y(), lps.z())).norm(), 1e-8) << i;
  }
}

TEST(Gradients, AShearedGridTakesTheNormalOfItsSlices) {
  std::mt19937_64 random(9);
  const GridGeometry grid = test::random_grid(test::random_shear(random), random);
  const Eigen::Vector3d normal =
      directions(grid).col(0).cross(directions(grid).col(1)).normalized();
  const Eigen::Vector3d entry = numbers_of(gradient_table(grid, {{1000, normal}}).bvec, 1).col(0);
  EXPECT_NEAR(std::abs(entry.z()), 1.0, 1e-9);
  EXPECT_EQ(entry.z() > 0, normal.dot(directions(grid).col(2)) > 0);
}

TEST(Gradients, RefusesNothingAndNonsense) {
  const GridGeometry grid;
  EXPECT_THROW(gradient_table(grid, {}), Error);
  EXPECT_THROW(gradient_table(grid, {{std::numeric_limits<double>::quiet_NaN(), {1, 0, 0}}}),
               Error);
}

}  // namespace
}  // namespace volvr
