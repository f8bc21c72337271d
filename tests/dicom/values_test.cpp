// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "dicom/expect.h"
#include "dicom/voxel_type.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

struct Rule {
  int bits_stored;
  bool is_signed;
  double slope;
  double intercept;
  VoxelType type;
};

class voxel_type : public testing::TestWithParam<Rule> {};

TEST_P(voxel_type, is_the_smallest_that_holds_every_value) {
  const Rule& rule = GetParam();
  SourceInstance slice;
  slice.pixels.bits_stored = rule.bits_stored;
  slice.pixels.is_signed = rule.is_signed;
  slice.pixels.rescale_slope = rule.slope;
  slice.pixels.rescale_intercept = rule.intercept;
  EXPECT_EQ(to_string(dicom::voxel_type_for({slice})), to_string(rule.type));
}

INSTANTIATE_TEST_SUITE_P(
    values, voxel_type,
    testing::Values(
        Rule{8, false, 1, 0, VoxelType::uint8}, Rule{8, true, 1, 0, VoxelType::int8},
        Rule{8, false, 1, -100, VoxelType::int16}, Rule{12, false, 1, 0, VoxelType::uint16},
        Rule{12, false, 1, -1024, VoxelType::int16}, Rule{16, false, 1, 0, VoxelType::uint16},
        Rule{16, true, 1, 0, VoxelType::int16}, Rule{16, true, 1, -1024, VoxelType::int32},
        Rule{16, false, 2, 0, VoxelType::uint32}, Rule{12, false, -1, 0, VoxelType::int16},
        Rule{32, false, 1, 0, VoxelType::uint32}, Rule{32, true, 1, 0, VoxelType::int32},
        Rule{32, true, 4, 0, VoxelType::float64}, Rule{12, false, 0.5, 0, VoxelType::float32},
        Rule{16, false, 1, 0.25, VoxelType::float32}, Rule{32, false, 0.5, 0, VoxelType::float64}));

TEST(values, the_type_holds_all_slices) {
  SourceInstance narrow;
  narrow.pixels.bits_stored = 12;
  SourceInstance wide = narrow;
  wide.pixels.rescale_intercept = -1024;
  EXPECT_EQ(dicom::voxel_type_for({narrow, wide, narrow}), VoxelType::int16);
  wide.pixels.rescale_slope = 0.1;
  EXPECT_EQ(dicom::voxel_type_for({narrow, wide, narrow}), VoxelType::float32);
}

TEST(values, slopes_of_each_slice_are_applied) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = "PT";
  phantom.intercept = 0.0;
  phantom.edit = [](PhantomSlice& slice) { slice.slope = 0.25 * (slice.k + 1); };
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  EXPECT_EQ(volume.type(), VoxelType::float32);
  EXPECT_EQ(volume.unit(), "Bq/ml");
  for (int k = 0; k < phantom.size.z(); ++k) {
    EXPECT_EQ(value_at(volume, {5, 7, k}),
              0.25 * (k + 1) * static_cast<double>(stored_value(phantom, 5, 7, k)));
  }
  EXPECT_TRUE(
      has_finding(volume.provenance().findings, FindingCode::value_type_widened, Severity::note));
}

struct Scale {
  int bits_allocated;
  int bits_stored;
  bool is_signed;
  double slope;
  double intercept;
};

class rescale : public testing::TestWithParam<Scale> {};

TEST_P(rescale, is_exact) {
  const Scale& scale = GetParam();
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {70, 61, 2};  // more than one block of 2048 values, and a rest
  phantom.bits_allocated = scale.bits_allocated;
  phantom.bits_stored = scale.bits_stored;
  phantom.is_signed = scale.is_signed;
  phantom.slope = scale.slope;
  phantom.intercept = scale.intercept;
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  expect_phantom_voxels(volume, phantom);
}

INSTANTIATE_TEST_SUITE_P(values, rescale,
                         testing::Values(Scale{8, 8, false, 1, -1000}, Scale{8, 8, true, -3, 7},
                                         Scale{16, 12, false, 1, -1024},
                                         Scale{16, 16, true, 1, -1024}, Scale{16, 16, false, -1, 0},
                                         Scale{16, 12, true, 7, 100000},
                                         Scale{16, 16, false, 65535, 0}, Scale{16, 4, false, 1, 0},
                                         Scale{16, 16, true, 0.5, 3.25}, Scale{32, 32, true, 1, 0},
                                         Scale{32, 6, false, 2, -64},
                                         Scale{32, 32, false, 0.5, -1}));

TEST(values, units_follow_the_modality) {
  SeriesInfo series;
  PixelLayout layout;
  series.modality = "CT";
  EXPECT_EQ(dicom::unit_of(series, layout), "HU");
  layout.rescale_type = "US";
  EXPECT_EQ(dicom::unit_of(series, layout), "");
  series.modality = "PT";
  series.units = "BQML";
  EXPECT_EQ(dicom::unit_of(series, layout), "Bq/ml");
  series.units = "CNTS";
  EXPECT_EQ(dicom::unit_of(series, layout), "");
  series.modality = "MR";
  EXPECT_EQ(dicom::unit_of(series, layout), "");
}

TEST(values, padding_is_rescaled_like_all_others) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.is_signed = true;
  phantom.bits_stored = 16;
  phantom.stored_value = [](int i, int j, int) { return i == 0 ? -2000 : i + j; };
  phantom.edit = [](PhantomSlice& slice) { slice.attributes["PixelPaddingValue"] = "-2000"; };
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  EXPECT_EQ(value_at(volume, {0, 3, 1}), -3024.0);
  EXPECT_EQ(volume.provenance().slices[0].pixels.pixel_padding_value, -2000.0);
}

}  // namespace
}  // namespace volvr::test
