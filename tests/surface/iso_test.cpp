// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "surface/shapes.h"

namespace volvr {
namespace {

using namespace test;

double ball_volume(double radius) {
  return 4.0 / 3.0 * pi * radius * radius * radius;
}

TEST(Isosurface, ABallHasItsVolumeAreaMiddleAndOutwardNormalsOnEveryKindOfGrid) {
  constexpr double radius = 24.0;
  const Eigen::Vector3d middle = middle_of_odd_grids();
  for (const NamedGrid& odd : odd_grids(30.0)) {
    SCOPED_TRACE(odd.name);
    const Surface surface = isosurface(sampled(odd.grid, ball(middle, radius)), 0.0);
    const SurfaceMeasures found = measure(surface);
    EXPECT_TRUE(found.closed);
    EXPECT_NEAR(found.volume / ball_volume(radius), 1.0, 0.005);
    EXPECT_NEAR(found.area / (4.0 * pi * radius * radius), 1.0, 0.005);
    EXPECT_LT((found.centroid - middle).norm(), 0.01);
    const FromSphere sphere = against_sphere(surface, middle, radius);
    EXPECT_LT(sphere.farthest, 0.05);
    EXPECT_LT(sphere.mean_angle, 3.0);
  }
}

TEST(Isosurface, SidesOfThePatientAreKept) {
  // A ball on the left, front and top of a grid whose axes all run the other way.
  const Eigen::Vector3d at(20.0, -10.0, 15.0);
  const GridGeometry grid =
      make_grid({-Eigen::Matrix3d::Identity(), Eigen::Vector3d::Ones(), 40.0});
  const SurfaceMeasures found = measure(isosurface(sampled(grid, ball(at, 8.0)), 0.0));
  EXPECT_LT((found.centroid - at).norm(), 0.01);
  EXPECT_GT(found.volume, 0.0);
}

TEST(Isosurface, ABodyThatReachesTheBorderIsClosedHalfAVoxelBeyondTheCentres) {
  for (const NamedGrid& odd : odd_grids(20.0)) {
    SCOPED_TRACE(odd.name);
    // A slab along i and j that is cut off by four sides of the grid.
    const Eigen::Affine3d index = odd.grid.patient_from_index.inverse();
    const double middle = 0.5 * (odd.grid.size[2] - 1);
    const Volume volume = sampled(odd.grid, [&](const Eigen::Vector3d& point) {
      return 3.25 - std::abs((index * point).z() - middle);
    });
    const Surface surface = isosurface(volume, 0.0);
    const SurfaceMeasures found = measure(surface);
    EXPECT_TRUE(found.closed);
    Eigen::AlignedBox3d box;
    for (const Eigen::Vector3f& point : surface.points) box.extend(index * point.cast<double>());
    EXPECT_LT((box.min() - Eigen::Vector3d(-0.5, -0.5, middle - 3.25)).norm(), 1e-4);
    const Eigen::Vector3d high(odd.grid.size[0] - 0.5, odd.grid.size[1] - 0.5, middle + 3.25);
    EXPECT_LT((box.max() - high).norm(), 1e-4);
    const double voxel = std::abs(odd.grid.patient_from_index.linear().determinant());
    const double whole = 6.5 * odd.grid.size[0] * odd.grid.size[1] * voxel;
    EXPECT_NEAR(found.volume / whole, 1.0, 0.01);
  }
}

TEST(Isosurface, ValuesEqualToTheIsovalueMakeNoTrianglesWithoutArea) {
  GridGeometry grid;
  grid.size = {24, 24, 24};
  const Volume volume = sampled<std::int16_t>(grid, [](const Eigen::Vector3d& p) {
    return std::lround(100.0 - 10.0 * (p.array() - 11.5).matrix().norm());
  });
  for (const double isovalue : {20.0, 35.0, 50.0}) {
    const Surface surface = isosurface(volume, isovalue);
    EXPECT_TRUE(measure(surface).closed);
    EXPECT_GT(thinnest_triangle(surface), 1e-3);
    const FromSphere sphere =
        against_sphere(surface, Eigen::Vector3d::Constant(11.5), (100.0 - isovalue) / 10.0);
    EXPECT_LT(sphere.farthest, 0.12);
  }
}

TEST(Isosurface, EveryVoxelTypeGivesTheSameSurface) {
  GridGeometry grid;
  grid.size = {20, 20, 20};
  const Field field = [](const Eigen::Vector3d& p) {
    return std::round(120.0 - 12.0 * (p.array() - 9.5).matrix().norm());
  };
  const Surface expected = isosurface(sampled<double>(grid, field), 31.5);
  const auto expect_same = [&](const Volume& volume) {
    const Surface surface = isosurface(volume, 31.5);
    EXPECT_EQ(surface.points, expected.points);
    EXPECT_EQ(surface.triangles, expected.triangles);
  };
  expect_same(sampled<std::int16_t>(grid, field));
  expect_same(sampled<std::int32_t>(grid, field));
  expect_same(sampled<float>(grid, field));
  // From the lowest to the highest value of a type, whose difference overflows it.
  const Field far = [&](const Eigen::Vector3d& p) { return field(p) > 31.5 ? 4294967295.0 : 0.0; };
  const Surface wide = isosurface(sampled<std::uint32_t>(grid, far), 2147483647.5);
  EXPECT_TRUE(measure(wide).closed);
  EXPECT_NEAR(measure(wide).volume / measure(expected).volume, 1.0, 0.05);
}

TEST(Isosurface, ValuesThatAreNoNumberAreOutsideAndSpoilNothing) {
  GridGeometry grid;
  grid.size = {20, 20, 20};
  const Volume volume = sampled(grid, [](const Eigen::Vector3d& p) -> double {
    if (p.x() > 12.0) return std::numeric_limits<double>::quiet_NaN();
    if (p.x() < 5.0) return -std::numeric_limits<double>::infinity();
    return 6.0 - (p.array() - 9.5).matrix().norm();
  });
  const Surface surface = isosurface(volume, 0.0);
  EXPECT_TRUE(measure(surface).closed);
  for (const Eigen::Vector3f& point : surface.points) {
    ASSERT_TRUE(point.allFinite());
    EXPECT_GE(point.x(), 4.5F);
    EXPECT_LE(point.x(), 12.5F);
  }
}

TEST(Isosurface, SmoothingTakesNoiseAwayWithoutShrinking) {
  constexpr double radius = 24.0;
  const Eigen::Vector3d middle = Eigen::Vector3d::Zero();
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0.0, 0.15);
  const Field depth = ball(middle, radius);
  const Volume volume = sampled(make_grid({.half = 30.0}), [&](const Eigen::Vector3d& point) {
    return depth(point) + noise(random);
  });
  const Surface rough = isosurface(volume, 0.0);
  const Surface smooth = isosurface(volume, 0.0, {.smoothing = 0.6});
  EXPECT_LT(against_sphere(smooth, middle, radius).mean_angle,
            0.35 * against_sphere(rough, middle, radius).mean_angle);
  EXPECT_NEAR(measure(smooth).volume / ball_volume(radius), 1.0, 0.003);
  EXPECT_TRUE(measure(smooth).closed);
  EXPECT_GT(smooth.recipe.largest_shift, 0.0);
  EXPECT_EQ(rough.recipe.largest_shift, 0.0);
}

TEST(Isosurface, SmoothingNeverMovesAPointByMoreThanHalfAVoxelAlongAnAxis) {
  const Volume volume = rough_ball(40, 2.0);
  const Surface rough = isosurface(volume, 0.0);
  const Surface smooth = isosurface(volume, 0.0, {.smoothing = 1.0});
  ASSERT_EQ(rough.points.size(), smooth.points.size());
  float most = 0.0F;
  for (std::size_t i = 0; i < rough.points.size(); ++i) {
    most = std::max(most, (rough.points[i] - smooth.points[i]).cwiseAbs().maxCoeff());
  }
  EXPECT_LE(most, 0.5001F);
  EXPECT_GT(most, 0.4F);
}

}  // namespace
}  // namespace volvr
