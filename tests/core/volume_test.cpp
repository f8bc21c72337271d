// SPDX-License-Identifier: Apache-2.0
#include "volvr/volume.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "volvr/error.h"

namespace volvr {
namespace {

// A grid whose voxel (i, j, k) holds f(i, j, k).
template <class T, class F>
Volume volume_of(const Eigen::Vector3i& size, F&& f, const Eigen::Vector3d& voxel = {1, 1, 1}) {
  GridGeometry grid;
  grid.size = size;
  grid.patient_from_index.linear() = voxel.asDiagonal();
  grid.patient_from_index.translation() = Eigen::Vector3d(100, -50, 7);
  const auto buffer = allocate_voxels(voxel_count(grid) * sizeof(T));
  T* out = static_cast<T*>(buffer.get());
  for (int k = 0; k < size[2]; ++k) {
    for (int j = 0; j < size[1]; ++j) {
      for (int i = 0; i < size[0]; ++i) *out++ = static_cast<T>(f(i, j, k));
    }
  }
  return {grid, voxel_type_of<T>(), buffer};
}

TEST(Volume, ValuesAreReadInTheirOwnTypeAlone) {
  const auto volume = volume_of<std::int16_t>({2, 2, 2}, [](int i, int, int) { return i; });
  EXPECT_EQ(volume.values<std::int16_t>().size(), 8U);
  EXPECT_THROW((void)volume.values<float>(), Error);
}

TEST(Volume, CopiesShareOneBuffer) {
  const auto volume = volume_of<float>({4, 4, 4}, [](int, int, int) { return 0; });
  const Volume copy = volume;
  EXPECT_EQ(copy.buffer().get(), volume.buffer().get());
}

TEST(Volume, MemoryOrderIsColumnsThenRowsThenSlices) {
  const auto volume = volume_of<std::int32_t>(
      {3, 4, 5}, [](int i, int j, int k) { return i + 10 * j + 100 * k; });
  EXPECT_EQ(value_at(volume, {2, 3, 4}), 432.0);
  EXPECT_EQ(volume.values<std::int32_t>()[1], 1);
}

TEST(Volume, ProbeIsExactForALinearField) {
  const auto volume = volume_of<double>(
      {5, 6, 7}, [](int i, int j, int k) { return 2.0 * i - 3.0 * j + 0.5 * k; }, {0.5, 2, 3});
  const Eigen::Vector3d index(1.25, 4.5, 5.75);
  const auto value = probe(volume, volume.geometry().patient_from_index * index);
  ASSERT_TRUE(value.has_value());
  EXPECT_NEAR(*value, 2.0 * 1.25 - 3.0 * 4.5 + 0.5 * 5.75, 1e-12);
}

TEST(Volume, ProbeReachesTheLastVoxelCentreAndNotBeyond) {
  const auto volume =
      volume_of<std::uint8_t>({3, 3, 3}, [](int i, int j, int k) { return i + j + k; });
  const auto& grid = volume.geometry();
  EXPECT_EQ(probe(volume, grid.patient_from_index * Eigen::Vector3d(2, 2, 2)), 6.0);
  EXPECT_EQ(probe(volume, grid.patient_from_index * Eigen::Vector3d(2.01, 2, 2)), std::nullopt);
  EXPECT_EQ(probe(volume, grid.patient_from_index * Eigen::Vector3d(0, -0.01, 0)), std::nullopt);
}

TEST(Volume, StatisticsPassOverWhatIsNotFinite) {
  const auto volume = volume_of<float>({3, 1, 1}, [](int i, int, int) {
    return i == 1 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(i);
  });
  const ValueStatistics found = statistics(volume, {0.5});
  EXPECT_EQ(found.minimum, 0.0);
  EXPECT_EQ(found.maximum, 2.0);
  EXPECT_EQ(found.mean, 1.0);
}

TEST(Volume, QuantilesOfAUniformRampAreItsFractions) {
  const auto volume = volume_of<std::uint16_t>(
      {100, 100, 5}, [](int i, int j, int) { return i + 100 * j; });
  const auto found = statistics(volume, {0.0, 0.25, 0.5, 0.99, 1.0}).quantiles;
  ASSERT_EQ(found.size(), 5U);
  EXPECT_NEAR(found[1], 2500, 10);
  EXPECT_NEAR(found[2], 5000, 10);
  EXPECT_NEAR(found[3], 9900, 10);
  EXPECT_NEAR(found[4], 9999, 1e-6);
}

TEST(Volume, StatisticsOfAConstantAreThatConstant) {
  const auto volume = volume_of<std::int8_t>({2, 2, 2}, [](int, int, int) { return -7; });
  EXPECT_THAT(statistics(volume, {0.5}).quantiles, testing::ElementsAre(-7.0));
}

TEST(Volume, AGridThatIsNoneIsRefused) {
  GridGeometry grid;
  grid.size = {2, 2, 0};
  EXPECT_THROW(Volume(grid, VoxelType::uint8, allocate_voxels(8)), Error);
  grid.size = {2, 2, 2};
  EXPECT_THROW(Volume(grid, VoxelType::uint8, nullptr), Error);
  grid.patient_from_index.linear().col(2).setZero();
  EXPECT_THROW(Volume(grid, VoxelType::uint8, allocate_voxels(8)), Error);
  grid.patient_from_index.linear().col(2).setConstant(std::nan(""));
  EXPECT_THROW(Volume(grid, VoxelType::uint8, allocate_voxels(8)), Error);
}

TEST(Volume, MemoryThatIsNotThereIsOneClearError) {
  try {
    allocate_voxels(std::uint64_t{1} << 62);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::out_of_memory);
  }
}

}  // namespace
}  // namespace volvr
