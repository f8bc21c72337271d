// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "support/temporary_folder.h"
#include "surface/shapes.h"
#include "volvr/error.h"

namespace volvr {
namespace {

using namespace test;
using testing::HasSubstr;

Volume small() {
  return sampled(make_grid({.half = 8.0}), ball(Eigen::Vector3d::Zero(), 5.0));
}

template <class F>
void expect_error(ErrorCode code, const std::string& words, F&& work) {
  try {
    work();
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(words));
  }
}

TEST(SurfaceErrors, AnIsovalueThatNoOrEveryVoxelHas) {
  expect_error(ErrorCode::invalid_argument, "values run from",
               [] { (void)isosurface(small(), 1000.0); });
  expect_error(ErrorCode::invalid_argument, "Every voxel", [] { (void)isosurface(small(), -1e6); });
  expect_error(ErrorCode::invalid_argument, "finite",
               [] { (void)isosurface(small(), std::numeric_limits<double>::quiet_NaN()); });
}

TEST(SurfaceErrors, ALabelThatIsNowhere) {
  GridGeometry grid;
  grid.size = {4, 4, 4};
  const Volume volume =
      sampled<std::uint8_t>(grid, [](const Eigen::Vector3d& p) { return p.x() < 2.0 ? 3.0 : 0.0; });
  expect_error(ErrorCode::invalid_argument, "No voxel has the label 5; those there are 3.",
               [&] { (void)label_surface(volume, {3, 5}); });
  expect_error(ErrorCode::invalid_argument, "No label", [&] { (void)label_surface(volume, {}); });
}

TEST(SurfaceErrors, VolumesWithoutASurface) {
  expect_error(ErrorCode::invalid_argument, "empty", [] { (void)isosurface({}, 1.0); });
  GridGeometry grid;
  grid.size = {2, 2, 2};
  const Volume colours(grid, VoxelType::uint8, allocate_voxels(24), 3);
  expect_error(ErrorCode::invalid_argument, "colours", [&] { (void)isosurface(colours, 1.0); });
}

TEST(SurfaceErrors, AmountsOutOfRange) {
  for (const double amount : {-0.1, 1.5, std::numeric_limits<double>::quiet_NaN()}) {
    expect_error(ErrorCode::invalid_argument, "Smoothing",
                 [&] { (void)isosurface(small(), 0.0, {.smoothing = amount}); });
    expect_error(ErrorCode::invalid_argument, "Reduction",
                 [&] { (void)isosurface(small(), 0.0, {.reduction = amount}); });
  }
}

TEST(SurfaceErrors, EachStageStopsOnRequestAndNothingIsLeft) {
  const Volume volume = rough_ball(48, 0.8);
  const TemporaryFolder folder;
  for (const std::string stop : {"masking", "extracting", "smoothing", "reducing", "writing"}) {
    SCOPED_TRACE(stop);
    bool seen = false;
    const ProgressSink sink = [&](const Progress& progress) {
      seen = seen || progress.stage == stop;
      return progress.stage != stop;
    };
    expect_error(ErrorCode::cancelled, "Stopped", [&] {
      const Surface surface =
          isosurface(volume, 0.0, {.smoothing = 0.3, .reduction = 0.1, .progress = sink});
      save_surface(surface, folder / "a.stl", {.progress = sink});
    });
    EXPECT_TRUE(seen);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SurfaceErrors, FilesThatCannotBeWritten) {
  const Surface surface = isosurface(small(), 0.0);
  const TemporaryFolder folder;
  expect_error(ErrorCode::unsupported, "known are .stl, .ply, .obj, .glb",
               [&] { save_surface(surface, folder / "a.vtk"); });
  expect_error(ErrorCode::not_writable, "no folder",
               [&] { save_surface(surface, folder / "none" / "a.stl"); });
  expect_error(ErrorCode::invalid_argument, "no triangles",
               [&] { save_surface(Surface(), folder / "a.stl"); });
  save_surface(surface, folder / "a.stl");
  expect_error(ErrorCode::not_writable, "exists already",
               [&] { save_surface(surface, folder / "a.stl"); });
  save_surface(surface, folder / "a.stl", {.overwrite = true});
}

TEST(Measure, ASurfaceWithAHoleIsNotClosed) {
  Surface surface = isosurface(small(), 0.0);
  EXPECT_TRUE(measure(surface).closed);
  const auto last = surface.triangles.back();
  surface.triangles.back() = {last[1], last[0], last[2]};
  EXPECT_FALSE(measure(surface).closed) << "turned over";
  surface.triangles.pop_back();
  EXPECT_FALSE(measure(surface).closed);
  EXPECT_FALSE(measure(Surface()).closed);
}

}  // namespace
}  // namespace volvr
