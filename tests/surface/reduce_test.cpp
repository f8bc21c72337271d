// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "surface/reduce.h"
#include "surface/shapes.h"

namespace volvr {
namespace {

using namespace test;

TEST(Reduce, ARoughSurfaceStaysClosedAndKeepsItsVolume) {
  const Volume volume = rough_ball(56, 0.8);
  const Surface whole = isosurface(volume, 0.0);
  ASSERT_GT(whole.triangles.size(), 10000U);
  for (const double fraction : {0.3, 0.5, 0.9}) {
    SCOPED_TRACE(fraction);
    const Surface reduced = isosurface(volume, 0.0, {.reduction = fraction});
    const auto wanted = static_cast<double>(whole.triangles.size()) * (1.0 - fraction);
    EXPECT_NEAR(static_cast<double>(reduced.triangles.size()) / wanted, 1.0, 0.15);
    EXPECT_TRUE(measure(reduced).closed);
    EXPECT_NEAR(measure(reduced).volume / measure(whole).volume, 1.0, 0.01);
    EXPECT_EQ(reduced.recipe.triangles_before_reduction, whole.triangles.size());
  }
  // Its many handles and specks need triangles: what cannot go stays.
  const Surface least = isosurface(volume, 0.0, {.reduction = 0.99});
  EXPECT_TRUE(measure(least).closed);
  EXPECT_GT(least.triangles.size(), whole.triangles.size() / 100);
}

TEST(Reduce, ABallStaysABall) {
  constexpr double radius = 24.0;
  const Volume volume = sampled(make_grid({.half = 30.0}), ball(Eigen::Vector3d::Zero(), radius));
  const Surface whole = isosurface(volume, 0.0);
  const Surface reduced = isosurface(volume, 0.0, {.reduction = 0.95});
  EXPECT_NEAR(static_cast<double>(reduced.triangles.size()),
              0.05 * static_cast<double>(whole.triangles.size()), 4.0);
  EXPECT_LT(against_sphere(reduced, Eigen::Vector3d::Zero(), radius).farthest, 0.15);
  EXPECT_NEAR(measure(reduced).volume / measure(whole).volume, 1.0, 0.006);
  EXPECT_TRUE(measure(reduced).closed);
  EXPECT_GT(thinnest_triangle(reduced), 1e-4);
}

TEST(Reduce, AnOctahedronEndsAtATetrahedron) {
  surface::Mesh mesh;
  mesh.points = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
  mesh.triangles = {{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4},
                    {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}};
  surface::reduce(mesh, 0.99, {});
  EXPECT_GE(mesh.triangles.size(), 4U);
  Surface rest;
  rest.points = mesh.points;
  rest.triangles = mesh.triangles;
  EXPECT_TRUE(measure(rest).closed);
}

}  // namespace
}  // namespace volvr
