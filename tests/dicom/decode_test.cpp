// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

struct Stored {
  std::string name;
  Encoding encoding = Encoding::explicit_little;
  int bits_allocated = 16;
  int bits_stored = 12;
  bool is_signed = false;
};

std::string name_of(const testing::TestParamInfo<Stored>& instance) {
  return instance.param.name;
}

class lossless : public testing::TestWithParam<Stored> {};

TEST_P(lossless, every_voxel_comes_back) {
  const Stored& stored = GetParam();
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.encoding = stored.encoding;
  phantom.bits_allocated = stored.bits_allocated;
  phantom.bits_stored = stored.bits_stored;
  phantom.is_signed = stored.is_signed;
  phantom.intercept = stored.bits_stored == 32 ? 0.0 : -100.0;
  write_phantom(phantom, folder.path());
  expect_phantom_voxels(load_only_volume(folder.path(), 1), phantom);
  expect_phantom_voxels(load_only_volume(folder.path(), 4), phantom);
}

TEST_P(lossless, every_voxel_comes_back_from_slices_of_odd_size) {
  const Stored& stored = GetParam();
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {13, 11, 3};
  phantom.encoding = stored.encoding;
  phantom.bits_allocated = stored.bits_allocated;
  phantom.bits_stored = stored.bits_stored;
  phantom.is_signed = stored.is_signed;
  phantom.intercept = 0.0;
  write_phantom(phantom, folder.path());
  expect_phantom_voxels(load_only_volume(folder.path()), phantom);
}

INSTANTIATE_TEST_SUITE_P(
    decode, lossless,
    testing::Values(Stored{"implicit_12", Encoding::implicit_little},
                    Stored{"implicit_signed_16", Encoding::implicit_little, 16, 16, true},
                    Stored{"explicit_8", Encoding::explicit_little, 8, 8},
                    Stored{"explicit_signed_8", Encoding::explicit_little, 8, 8, true},
                    Stored{"explicit_12", Encoding::explicit_little},
                    Stored{"explicit_signed_12", Encoding::explicit_little, 16, 12, true},
                    Stored{"explicit_16", Encoding::explicit_little, 16, 16},
                    Stored{"explicit_8_in_16", Encoding::explicit_little, 16, 8},
                    Stored{"explicit_32", Encoding::explicit_little, 32, 32},
                    Stored{"explicit_signed_32", Encoding::explicit_little, 32, 32, true},
                    Stored{"explicit_20_in_32", Encoding::explicit_little, 32, 20, true},
                    Stored{"big_8", Encoding::explicit_big, 8, 8},
                    Stored{"big_12", Encoding::explicit_big},
                    Stored{"big_signed_16", Encoding::explicit_big, 16, 16, true},
                    Stored{"big_32", Encoding::explicit_big, 32, 32},
                    Stored{"deflated_8", Encoding::deflated, 8, 8},
                    Stored{"deflated_signed_16", Encoding::deflated, 16, 16, true},
                    Stored{"deflated_32", Encoding::deflated, 32, 32},
                    Stored{"rle_8", Encoding::rle, 8, 8}, Stored{"rle_12", Encoding::rle},
                    Stored{"rle_signed_16", Encoding::rle, 16, 16, true},
                    Stored{"jpeg_8", Encoding::jpeg_lossless, 8, 8},
                    Stored{"jpeg_8_in_16", Encoding::jpeg_lossless, 16, 8},
                    Stored{"jpeg_12", Encoding::jpeg_lossless},
                    Stored{"jpeg_16", Encoding::jpeg_lossless, 16, 16},
                    Stored{"jpeg_sv1_8", Encoding::jpeg_lossless_sv1, 8, 8},
                    Stored{"jpeg_sv1_12", Encoding::jpeg_lossless_sv1},
                    Stored{"jpeg_sv1_signed_16", Encoding::jpeg_lossless_sv1, 16, 16, true},
                    Stored{"jpeg_ls_8", Encoding::jpeg_ls_lossless, 8, 8},
                    Stored{"jpeg_ls_8_in_16", Encoding::jpeg_ls_lossless, 16, 8},
                    Stored{"jpeg_ls_12", Encoding::jpeg_ls_lossless},
                    Stored{"jpeg_ls_signed_16", Encoding::jpeg_ls_lossless, 16, 16, true},
                    Stored{"jpeg_2000_8", Encoding::jpeg_2000_lossless, 8, 8},
                    Stored{"jpeg_2000_12", Encoding::jpeg_2000_lossless},
                    Stored{"jpeg_2000_signed_12", Encoding::jpeg_2000_lossless, 16, 12, true},
                    Stored{"jpeg_2000_signed_16", Encoding::jpeg_2000_lossless, 16, 16, true}),
    name_of);

TEST(decode, near_lossless_stays_within_its_bound) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.encoding = Encoding::jpeg_ls_near_lossless;
  write_phantom(phantom, folder.path());
  expect_phantom_voxels(load_only_volume(folder.path()), phantom, 2.0);
}

TEST(decode, baseline_jpeg_is_read) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.encoding = Encoding::jpeg_baseline;
  phantom.bits_allocated = phantom.bits_stored = 8;
  phantom.stored_value = [](int i, int j, int k) { return 40 + 3 * i + 2 * j + 5 * k; };
  write_phantom(phantom, folder.path());
  expect_phantom_voxels(load_only_volume(folder.path()), phantom, 6.0);
}

TEST(decode, bits_outside_of_those_stored_are_ignored) {
  const TemporaryFolder folder;
  Phantom phantom;
  const auto files = write_phantom(phantom, folder.path());
  // The stored bits move up by three; what lies around them is not part of the value.
  for (const auto& file : files) {
    set_attribute(file, "BitsStored", "8");
    set_attribute(file, "HighBit", "10");
  }
  Phantom expected = phantom;
  expected.stored_value = [&](int i, int j, int k) {
    return (stored_value(phantom, i, j, k) >> 3) & 0xff;
  };
  expect_phantom_voxels(load_only_volume(folder.path()), expected);
}

class colour : public testing::TestWithParam<Encoding> {};

TEST_P(colour, keeps_three_samples_together) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = "MR";
  phantom.samples_per_pixel = 3;
  phantom.bits_allocated = phantom.bits_stored = 8;
  phantom.slope = 1.0;
  phantom.intercept = 0.0;
  phantom.encoding = GetParam();
  phantom.stored_value = [](int i, int j, int k) { return (5 * i + 3 * j + 7 * k) % 250; };
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  ASSERT_EQ(volume.components(), 3);
  ASSERT_EQ(volume.type(), VoxelType::uint8);
  const auto values = volume.values<std::uint8_t>();
  std::size_t at = 0;
  for (int k = 0; k < phantom.size.z(); ++k) {
    for (int j = 0; j < phantom.size.y(); ++j) {
      for (int i = 0; i < phantom.size.x(); ++i, at += 3) {
        const auto red = stored_value(phantom, i, j, k);
        ASSERT_EQ(values[at], red);
        ASSERT_EQ(values[at + 1], red + 1);
        ASSERT_EQ(values[at + 2], red + 2);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(decode, colour,
                         testing::Values(Encoding::explicit_little, Encoding::explicit_big,
                                         Encoding::deflated, Encoding::rle,
                                         Encoding::jpeg_lossless_sv1, Encoding::jpeg_ls_lossless,
                                         Encoding::jpeg_2000_lossless));

TEST(decode, colours_in_planes_are_joined) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = "MR";
  phantom.samples_per_pixel = 3;
  phantom.bits_allocated = phantom.bits_stored = 8;
  phantom.intercept = 0.0;
  phantom.size = {4, 6, 2};
  phantom.stored_value = [](int i, int j, int) { return 10 * j + i; };
  phantom.edit = [](PhantomSlice& slice) { slice.attributes["PlanarConfiguration"] = "1"; };
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  const auto values = volume.values<std::uint8_t>();
  // Read as planes, the bytes that were written pixel by pixel lie 24 apart.
  for (std::size_t pixel = 0; pixel < 24; ++pixel) {
    for (std::size_t sample = 0; sample < 3; ++sample) {
      const std::size_t written = sample * 24 + pixel;
      const int i = static_cast<int>(written / 3 % 4);
      const int j = static_cast<int>(written / 3 / 4);
      ASSERT_EQ(values[pixel * 3 + sample], 10 * j + i + static_cast<int>(written % 3));
    }
  }
}

TEST(decode, five_encodings_of_one_real_series_agree) {
  VOLVR_SHARED_SET_OR_SKIP(jpeg_2000, "ts_icometrix_generic_compressed_j2k_001");
  const Volume reference = load_only_volume(jpeg_2000);
  const auto expected = reference.values<std::uint16_t>();
  for (const char* other : {"jpeg", "jpegls", "rle"}) {
    VOLVR_SHARED_SET_OR_SKIP(folder,
                             std::string("ts_icometrix_generic_compressed_") + other + "_001");
    const Volume volume = load_only_volume(folder);
    expect_same_transform(volume.geometry().patient_from_index,
                          reference.geometry().patient_from_index);
    EXPECT_TRUE(std::ranges::equal(volume.values<std::uint16_t>(), expected)) << other;
  }
}

}  // namespace
}  // namespace volvr::test
