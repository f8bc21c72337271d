// SPDX-License-Identifier: Apache-2.0
#include "io/nifti_header.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

#include "io/random_volume.h"
#include "volvr/error.h"

// Fields are read here by their byte offsets in the standard, not by the struct that wrote them.

namespace volvr::io {
namespace {

template <class T>
T field(const NiftiHeader& header, std::size_t offset) {
  T value;
  std::memcpy(&value, header.data() + offset, sizeof(T));
  return value;
}

Eigen::Affine3d lps_from_sform(const NiftiHeader& header) {
  Eigen::Affine3d ras = Eigen::Affine3d::Identity();
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      ras(row, column) = field<float>(header, 280 + 4 * static_cast<std::size_t>(4 * row + column));
    }
  }
  return Eigen::Affine3d(Eigen::Scaling(-1.0, -1.0, 1.0)) * ras;
}

TEST(NiftiHeader, HasTheFixedFieldsOfTheStandard) {
  std::mt19937_64 random(1);
  GridGeometry grid = test::random_grid(Eigen::Matrix3d::Identity(), random);
  grid.size = {3, 4, 5};
  const auto header = nifti_header(test::random_volume(grid, VoxelType::int16, random));
  EXPECT_EQ(field<std::int32_t>(header, 0), 348);
  EXPECT_EQ(field<std::int16_t>(header, 40), 3);
  EXPECT_EQ(field<std::int16_t>(header, 42), 3);
  EXPECT_EQ(field<std::int16_t>(header, 44), 4);
  EXPECT_EQ(field<std::int16_t>(header, 46), 5);
  EXPECT_EQ(field<std::int16_t>(header, 48), 1);
  EXPECT_EQ(field<std::int16_t>(header, 70), 4) << "datatype int16";
  EXPECT_EQ(field<std::int16_t>(header, 72), 16) << "bits a voxel";
  EXPECT_EQ(field<float>(header, 108), 352.0F) << "offset of the voxels";
  EXPECT_EQ(field<float>(header, 112), 1.0F) << "slope";
  EXPECT_EQ(field<std::uint8_t>(header, 123), 2) << "millimetres";
  EXPECT_EQ(std::memcmp(header.data() + 344, "n+1", 4), 0);
  EXPECT_EQ(field<std::uint32_t>(header, 348), 0U) << "no extension";
}

TEST(NiftiHeader, SformIsTheWholeAffineEvenSheared) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 500; ++i) {
    const GridGeometry grid = test::random_grid(test::random_shear(random), random);
    const auto header = nifti_header(test::random_volume(grid, VoxelType::uint8, random));
    EXPECT_LT(test::worst_corner(grid, lps_from_sform(header)), 1e-3);
    EXPECT_EQ(field<std::int16_t>(header, 254), 1) << "sform code";
    EXPECT_EQ(field<std::int16_t>(header, 252), 0) << "a quaternion cannot hold a shear";
  }
}

TEST(NiftiHeader, AxisAlignedVolumesHaveBothForms) {
  std::mt19937_64 random(3);
  for (int which = 0; which < test::axis_orders; ++which) {
    const GridGeometry grid = test::random_grid(test::axis_order(which), random);
    const auto header = nifti_header(test::random_volume(grid, VoxelType::uint8, random));
    EXPECT_EQ(field<std::int16_t>(header, 252), 1) << axis_codes(grid);
    EXPECT_EQ(field<std::int16_t>(header, 254), 1) << axis_codes(grid);
  }
}

TEST(NiftiHeader, RefusesWhatTheFormatCannotHold) {
  std::mt19937_64 random(4);
  const auto code_of = [](const Volume& volume) {
    try {
      (void)nifti_header(volume);
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  };
  GridGeometry grid = test::random_grid(Eigen::Matrix3d::Identity(), random);
  EXPECT_EQ(code_of(test::random_volume(grid, VoxelType::uint16, random, 3)),
            ErrorCode::unsupported);
  grid.size = {32768, 1, 1};
  EXPECT_EQ(code_of(test::random_volume(grid, VoxelType::uint8, random)), ErrorCode::unsupported);
}

}  // namespace
}  // namespace volvr::io
