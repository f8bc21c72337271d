// SPDX-License-Identifier: Apache-2.0
#include "io/nifti_header.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "io/random_volume.h"
#include "volvr/error.h"

// Fields are read here by their byte offsets in the standard, not by the struct that wrote them.

namespace volvr::io {
namespace {

// The header of a file of this volume alone.
std::string nifti_header(const Volume& volume) {
  return io::nifti_header(
      {{volume.geometry(), volume.type(), volume.components(), volume.unit()}, 1, {}, {}});
}

template <class T>
T field(const std::string& header, std::size_t offset) {
  T value;
  std::memcpy(&value, header.data() + offset, sizeof(T));
  return value;
}

Eigen::Affine3d lps_from_sform(const std::string& header) {
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
}

// Offsets of NIfTI-2: the magic at 4, dim at 16, pixdim at 104, sform code at 348, srow at 400.
TEST(NiftiHeader, LongSidesAndLongSequencesBecomeNifti2) {
  std::mt19937_64 random(5);
  GridGeometry grid = test::random_grid(test::random_rotation(random), random);
  grid.size = {32767, 1, 1};
  const VolumeShape shape{grid, VoxelType::uint8, 1, {}};
  EXPECT_EQ(field<std::int32_t>(io::nifti_header({shape, 32767, 2.5, {}}), 0), 348);
  for (const bool long_side : {true, false}) {
    VolumeFileInfo info{shape, long_side ? 3U : 40000U, 2.5, {}};
    if (long_side) info.shape.geometry.size.y() = 32768;
    const std::string header = io::nifti_header(info);
    ASSERT_EQ(header.size(), 544U);
    EXPECT_EQ(field<std::int32_t>(header, 0), 540);
    EXPECT_EQ(header.substr(4, 8), std::string("n+2\0\r\n\032\n", 8));
    EXPECT_EQ(field<std::int16_t>(header, 12), 2) << "datatype uint8";
    EXPECT_EQ(field<std::int64_t>(header, 16), 4);
    EXPECT_EQ(field<std::int64_t>(header, 24), 32767);
    EXPECT_EQ(field<std::int64_t>(header, 32), long_side ? 32768 : 1);
    EXPECT_EQ(field<std::int64_t>(header, 48), long_side ? 3 : 40000);
    EXPECT_EQ(field<double>(header, 136), 2.5) << "pixdim[4]";
    EXPECT_EQ(field<std::int64_t>(header, 168), 544) << "offset of the voxels";
    EXPECT_EQ(field<std::int32_t>(header, 348), 1) << "sform code";
    EXPECT_EQ(field<double>(header, 400), -grid.patient_from_index(0, 0)) << "srow_x";
    EXPECT_EQ(field<double>(header, 488), grid.patient_from_index(2, 3)) << "srow_z[3]";
    EXPECT_EQ(field<std::int32_t>(header, 500), 10) << "millimetres and seconds";
  }
}

TEST(NiftiHeader, ResamplingsAreSaidInTheDescriptionAndInAnExtension) {
  std::mt19937_64 random(6);
  const GridGeometry grid = test::random_grid(test::random_rotation(random), random);
  const std::string detail = "from 17 slices to 21 slices of 3.0 mm\nand a second line";
  const std::string header = io::nifti_header(
      {{grid, VoxelType::int16, 1, "HU"}, 1, {}, {{"uneven-spacing", "linear along k", detail}}});
  EXPECT_NE(header.substr(148, 80).find("uneven-spacing (linear along k)"), std::string::npos);
  EXPECT_EQ(header[348], 1) << "there are extensions";
  const auto size = field<std::int32_t>(header, 352);
  EXPECT_EQ(size % 16, 0);
  EXPECT_EQ(header.size(), 352U + static_cast<std::size_t>(size));
  EXPECT_EQ(field<float>(header, 108), static_cast<float>(header.size())) << "offset of voxels";
  EXPECT_EQ(field<std::int32_t>(header, 356), 6) << "a comment";
  EXPECT_NE(header.substr(360).find("21 slices of 3.0 mm and a second line"), std::string::npos);
}

}  // namespace
}  // namespace volvr::io
