// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "surface/shapes.h"

namespace volvr {
namespace {

using namespace test;

Volume labelled(const std::function<int(const Eigen::Vector3i&)>& label, int size = 20) {
  GridGeometry grid;
  grid.size.setConstant(size);
  return sampled<std::uint8_t>(grid, [&](const Eigen::Vector3d& p) {
    return label(p.array().round().cast<int>().matrix());
  });
}

bool in_box(const Eigen::Vector3i& at, const Eigen::Vector3i& low, const Eigen::Vector3i& high) {
  return (at.array() >= low.array()).all() && (at.array() <= high.array()).all();
}

TEST(LabelSurface, ABallOfVoxelsLosesItsStepsAndNotItsVolume) {
  constexpr double radius = 20.0;
  const Eigen::Vector3d middle = middle_of_odd_grids();
  for (const NamedGrid& odd : odd_grids(26.0)) {
    SCOPED_TRACE(odd.name);
    const Volume volume = sampled<std::uint8_t>(odd.grid, inside_of(ball(middle, radius)));
    const Surface steps = label_surface(volume, {1}, {.smoothing = 0.0});
    const Surface smooth = label_surface(volume, {1});
    const SurfaceMeasures found = measure(smooth);
    EXPECT_TRUE(found.closed);
    EXPECT_NEAR(found.volume / (4.0 / 3.0 * pi * radius * radius * radius), 1.0, 0.01);
    EXPECT_NEAR(found.area / (4.0 * pi * radius * radius), 1.0, 0.03);
    EXPECT_LT((found.centroid - middle).norm(), 0.05);
    const FromSphere of_steps = against_sphere(steps, middle, radius);
    const FromSphere of_smooth = against_sphere(smooth, middle, radius);
    EXPECT_LT(of_smooth.mean_angle, 0.45 * of_steps.mean_angle);
    EXPECT_LT(of_smooth.mean_distance, 0.7 * of_steps.mean_distance);
    EXPECT_DOUBLE_EQ(smooth.recipe.smoothing, 0.5);
  }
}

TEST(LabelSurface, ABoxHasItsPlaceAndSize) {
  const Volume volume = labelled(
      [](const Eigen::Vector3i& at) { return in_box(at, {3, 5, 4}, {14, 12, 15}) ? 9 : 0; });
  const SurfaceMeasures found = measure(label_surface(volume, {9}, {.smoothing = 0.0}));
  EXPECT_TRUE(found.closed);
  // 12 x 8 x 12 voxels whose edges and corners are cut.
  EXPECT_NEAR(found.volume, 12 * 8 * 12, 0.02 * 12 * 8 * 12);
  EXPECT_LT((found.centroid - Eigen::Vector3d(8.5, 8.5, 9.5)).norm(), 1e-4);
}

TEST(LabelSurface, SeveralLabelsAreOneBodyAndOthersAreNotThere) {
  const Volume volume = labelled([](const Eigen::Vector3i& at) {
    if (in_box(at, {2, 2, 2}, {9, 9, 9})) return 1;
    if (in_box(at, {10, 2, 2}, {17, 9, 9})) return 2;
    return in_box(at, {2, 12, 2}, {9, 17, 9}) ? 3 : 0;
  });
  const double one = measure(label_surface(volume, {1})).volume;
  const double two = measure(label_surface(volume, {2})).volume;
  const Surface both = label_surface(volume, {1, 2});
  EXPECT_GT(measure(both).volume, one + two);  // no gap, and no cut corners between them
  EXPECT_NEAR(measure(both).volume, 16 * 8 * 8, 0.05 * 16 * 8 * 8);
  EXPECT_LT((measure(both).centroid - Eigen::Vector3d(9.5, 5.5, 5.5)).norm(), 0.02);
}

TEST(LabelSurface, VoxelsThatTouchByEdgesAndCornersStayClosed) {
  const Volume checks =
      labelled([](const Eigen::Vector3i& at) { return at.sum() % 2 == 0 ? 1 : 0; }, 9);
  const Volume diagonal = labelled(
      [](const Eigen::Vector3i& at) { return at.x() == at.y() && at.y() == at.z() ? 1 : 0; }, 9);
  for (const Volume* volume : {&checks, &diagonal}) {
    for (const double reduction : {0.0, 0.5}) {
      const Surface surface = label_surface(*volume, {1}, {.reduction = reduction});
      EXPECT_TRUE(measure(surface).closed);
      EXPECT_GT(measure(surface).volume, 0.0);
    }
  }
}

TEST(LabelSurface, AVolumeThatIsAllOneLabelIsItsOwnBorder) {
  const Volume volume = labelled([](const Eigen::Vector3i&) { return 4; }, 12);
  const SurfaceMeasures found = measure(label_surface(volume, {4}, {.smoothing = 0.0}));
  EXPECT_TRUE(found.closed);
  EXPECT_NEAR(found.volume, 12 * 12 * 12, 0.02 * 12 * 12 * 12);
}

}  // namespace
}  // namespace volvr
