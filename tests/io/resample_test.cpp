// SPDX-License-Identifier: Apache-2.0
#include "volvr/resample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/LU>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include "io/random_volume.h"
#include "volvr/error.h"

namespace volvr {
namespace {

// A stack as a tilted gantry leaves it: k leans from the slices' normal towards j.
GridGeometry tilted(double degrees, const Eigen::Matrix3d& frame = Eigen::Matrix3d::Identity()) {
  const double radians = degrees * std::numbers::pi / 180.0;
  GridGeometry grid;
  grid.size = {24, 20, 16};
  Eigen::Matrix3d steps = Eigen::Vector3d(0.75, 0.875, 0.0).asDiagonal();
  steps.col(2) = Eigen::Vector3d(0.0, std::sin(radians), std::cos(radians)) * 2.5;
  grid.patient_from_index.linear() = frame * steps;
  grid.patient_from_index.translation() = Eigen::Vector3d(-30, 12, -700);
  return grid;
}

template <class T>
Volume sampled(const GridGeometry& grid, VoxelType type,
               const std::function<double(const Eigen::Vector3d& patient)>& field,
               std::string unit = {}) {
  const auto buffer = allocate_voxels(voxel_count(grid) * sizeof(T));
  T* to = static_cast<T*>(buffer.get());
  for (int k = 0; k < grid.size.z(); ++k) {
    for (int j = 0; j < grid.size.y(); ++j) {
      for (int i = 0; i < grid.size.x(); ++i) {
        *to++ = static_cast<T>(field(grid.patient_from_index * Eigen::Vector3d(i, j, k)));
      }
    }
  }
  return {grid, type, buffer, 1, std::move(unit)};
}

double linear_field(const Eigen::Vector3d& patient) {
  return 3.0 * patient.x() - 2.0 * patient.y() + 0.5 * patient.z();
}

// Calls `f` for every voxel of the straight volume: its patient place, its value, its place in the
// sheared grid's index.
void each(const Volume& straight, const GridGeometry& from,
          const std::function<void(const Eigen::Vector3d&, double, const Eigen::Vector3d&)>& f) {
  const GridGeometry& grid = straight.geometry();
  const Eigen::Affine3d back = from.patient_from_index.inverse();
  for (int k = 0; k < grid.size.z(); ++k) {
    for (int j = 0; j < grid.size.y(); ++j) {
      for (int i = 0; i < grid.size.x(); ++i) {
        const Eigen::Vector3d at = grid.patient_from_index * Eigen::Vector3d(i, j, k);
        f(at, value_at(straight, {i, j, k}), back * at);
      }
    }
  }
}

bool inside(const Eigen::Vector3d& index, const Eigen::Vector3i& size, double margin) {
  return (index.array() >= margin).all() &&
         (index.array() <= size.cast<double>().array() - 1.0 - margin).all();
}

TEST(Straighten, ALinearFieldStaysAtItsMillimetres) {
  std::mt19937_64 random(5);
  for (int turn = 0; turn < 12; ++turn) {
    const double degrees = turn % 2 == 0 ? 18.5 : -25.0;
    Eigen::Matrix3d frame = test::random_rotation(random);
    if (turn % 3 == 0) frame.col(0) *= -1.0;  // left-handed
    const GridGeometry grid = tilted(degrees, frame);
    const Volume straight =
        straighten(sampled<float>(grid, VoxelType::float32, linear_field), {.outside = -9999.0});
    EXPECT_LT(shear_degrees(straight.geometry()), 1e-5);
    EXPECT_EQ(is_left_handed(straight.geometry()), is_left_handed(grid));
    std::size_t filled = 0;
    each(straight, grid, [&](const auto& at, double value, const auto& index) {
      if (inside(index, grid.size, 1e-6)) {
        ASSERT_NEAR(value, linear_field(at), 2e-3);
        ++filled;
      } else if (!inside(index, grid.size, -0.01)) {
        ASSERT_EQ(value, -9999.0);
      }
    });
    EXPECT_GT(filled, 0.75 * static_cast<double>(voxel_count(grid)));
  }
}

TEST(Straighten, CutsNothingOffAndKeepsTheSteps) {
  const GridGeometry grid = tilted(18.5);
  const GridGeometry straight = straightened(grid);
  const Eigen::Affine3d index = straight.patient_from_index.inverse() * grid.patient_from_index;
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d at =
        index * Eigen::Vector3d(corner & 1 ? 23 : 0, corner & 2 ? 19 : 0, corner & 4 ? 15 : 0);
    EXPECT_TRUE(inside(at, straight.size, -1e-6)) << at.transpose();
  }
  EXPECT_NEAR(spacing(straight).x(), 0.75, 1e-12);
  EXPECT_NEAR(spacing(straight).y(), 0.875, 1e-12);
  EXPECT_NEAR(spacing(straight).z(), 2.5 * std::cos(18.5 * std::numbers::pi / 180), 1e-12);
  EXPECT_EQ(straight.size.x(), 24);
  EXPECT_EQ(straight.size.z(), 16);
  // 15 steps of 2.5 mm lean by 11.9 mm, 13.6 rows.
  EXPECT_EQ(straight.size.y(), 20 + 14);
}

TEST(Straighten, ABallStaysWhereItIs) {
  const GridGeometry grid = tilted(20.0);
  const Eigen::Vector3d middle = centre(grid);
  const auto ball = [&](const Eigen::Vector3d& at) { return (at - middle).norm() < 6 ? 900. : 0.; };
  for (const Interpolator how :
       {Interpolator::nearest, Interpolator::linear, Interpolator::windowed_sinc}) {
    const Volume straight =
        straighten(sampled<std::int16_t>(grid, VoxelType::int16, ball), {.interpolator = how});
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    double weight = 0;
    each(straight, grid, [&](const auto& at, double value, const auto&) {
      sum += value * at;
      weight += value;
    });
    EXPECT_LT((sum / weight - middle).norm(), 0.15) << "millimetres";
    const double volume = weight / 900 * spacing(straight.geometry()).prod();
    EXPECT_NEAR(volume, 4.0 / 3.0 * std::numbers::pi * 216, 60) << "cubic millimetres";
  }
}

TEST(Straighten, NearestMakesNoNewLabels) {
  const GridGeometry grid = tilted(15.0);
  const auto label = [](const Eigen::Vector3d& at) { return at.x() > -25 ? 7.0 : 200.0; };
  const Volume straight = straighten(sampled<std::uint8_t>(grid, VoxelType::uint8, label),
                                     {.interpolator = Interpolator::nearest, .outside = 0.0});
  for (const std::uint8_t value : straight.values<std::uint8_t>()) {
    ASSERT_TRUE(value == 0 || value == 7 || value == 200) << int(value);
  }
}

TEST(Straighten, OutsideIsAirPaddingOrTheLeast) {
  const auto field = [](const Eigen::Vector3d&) { return 40.0; };
  const auto first = [](const Volume& volume) {
    double least = 1e9;
    for (const std::int16_t value : volume.values<std::int16_t>()) {
      least = std::min<double>(least, value);
    }
    return least;
  };
  const Volume hounsfield = sampled<std::int16_t>(tilted(18), VoxelType::int16, field, "HU");
  EXPECT_EQ(first(straighten(hounsfield)), -1024);
  EXPECT_EQ(first(straighten(hounsfield, {.outside = -2000.0})), -2000);
  EXPECT_EQ(first(straighten(sampled<std::int16_t>(tilted(18), VoxelType::int16, field))), 40);
  auto provenance = std::make_shared<Provenance>();
  provenance->slices.resize(1);
  provenance->slices[0].pixels.pixel_padding_value = 63536 - 65536;
  provenance->slices[0].pixels.rescale_intercept = -24;
  const Volume padded(hounsfield.geometry(), VoxelType::int16, hounsfield.buffer(), 1, "HU",
                      provenance);
  EXPECT_EQ(first(straighten(padded)), -2024);
  EXPECT_THROW(straighten(hounsfield, {.outside = 1e6}), Error);
}

TEST(Straighten, SaysWhatItDidAndLeavesARightAngledVolumeAlone) {
  const Volume volume = sampled<float>(tilted(18.5), VoxelType::float32, linear_field);
  const Volume straight = straighten(volume, {.threads = 3});
  ASSERT_EQ(straight.provenance().resamplings.size(), 1U);
  const Resampling& done = straight.provenance().resamplings[0];
  EXPECT_EQ(done.reason, "gantry-tilt");
  EXPECT_EQ(done.interpolator, "linear");
  EXPECT_THAT(done.detail, testing::HasSubstr("18.5 degrees"));
  EXPECT_EQ(straighten(straight).buffer(), straight.buffer());
  const Volume right_angled = sampled<float>(tilted(0.0), VoxelType::float32, linear_field);
  EXPECT_EQ(straighten(right_angled).buffer(), right_angled.buffer());
  EXPECT_TRUE(straighten(right_angled).provenance().resamplings.empty());
}

TEST(Straighten, KeepsColoursApart) {
  const GridGeometry grid = tilted(18.5);
  const auto buffer = allocate_voxels(voxel_count(grid) * 3);
  auto* to = static_cast<std::uint8_t*>(buffer.get());
  for (std::uint64_t i = 0; i < voxel_count(grid); ++i) {
    for (const std::uint8_t value : std::array<std::uint8_t, 3>{10, 20, 30}) *to++ = value;
  }
  const Volume straight = straighten(Volume(grid, VoxelType::uint8, buffer, 3), {.outside = 0.0});
  const auto values = straight.values<std::uint8_t>();
  for (std::size_t i = 0; i < values.size(); i += 3) {
    const bool colour = values[i] == 10 && values[i + 1] == 20 && values[i + 2] == 30;
    const bool empty = values[i] == 0 && values[i + 1] == 0 && values[i + 2] == 0;
    ASSERT_TRUE(colour || empty);
  }
}

}  // namespace
}  // namespace volvr
