// SPDX-License-Identifier: Apache-2.0
//
// ITK's GDCM reader as an independent witness: the same files, in the order that volvr found, must
// give the same voxels and the same geometry. What GDCM means differently stands in `explained`.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/gdcm_reader.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

struct Explained {
  std::string_view set;
  std::string_view reason;
};

// Sets whose geometry ITK cannot tell right, and why; their voxels are compared all the same.
constexpr std::array sheared{
    Explained{"ct_philips_gantry_tilt_neg18", "an ITK image has no shear: the tilt is lost"},
    Explained{"fail_icometrix_gantrytilting_001", "an ITK image has no shear: the tilt is lost"}};

bool is_sheared(const std::string& set) {
  return std::ranges::find(sheared, set, &Explained::set) != sheared.end();
}

Eigen::Affine3d transform_of(const GdcmVolume& volume) {
  Eigen::Affine3d transform = Eigen::Affine3d::Identity();
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      transform(row, column) =
          volume.patient_from_index[static_cast<std::size_t>(row * 4 + column)];
    }
  }
  return transform;
}

// ITK measures from the first two slices alone, so that rounding of positions grows along the
// stack.
void expect_same_geometry(const Eigen::Affine3d& ours, const Eigen::Affine3d& theirs,
                          const GridGeometry& grid) {
  const Eigen::Vector3d last = grid.size.cast<double>() - Eigen::Vector3d::Ones();
  EXPECT_LT((ours.translation() - theirs.translation()).norm(), 1e-6);
  EXPECT_LT((ours.linear().leftCols(2) - theirs.linear().leftCols(2)).norm(), 1e-6);
  EXPECT_LT((ours * last - theirs * last).norm(), 0.5 * spacing(grid).minCoeff());
  if (grid.size.z() == 1) return;  // one slice: ITK says 1 mm where volvr takes SliceThickness
  EXPECT_LT((ours.linear().col(2) - theirs.linear().col(2)).norm(), 0.01 * spacing(grid).z());
}

// GDCM takes an image for a slice and reads whole numbers alone: frames, tiles, labels and floating
// point have other witnesses.
bool is_of_plain_images(const VolumeInfo& volume) {
  return !volume.label_source &&
         std::ranges::all_of(volume.slices, [](const SourceInstance& slice) {
           return !slice.tile && slice.pixels.number_of_frames <= 1 &&
                  slice.pixels.sample_kind == SampleKind::integer;
         });
}

void compare(const SeriesInfo& series, std::size_t index, const std::string& set) {
  if (!is_of_plain_images(series.volumes[index])) return;
  SCOPED_TRACE(set + ": " + describe(series) + " " + series.volumes[index].label);
  const Volume volume = load(series, {.volume = index});
  if (volume.components() != 1) return;  // scalar images alone; colours have their own test
  std::vector<std::string> files;
  for (const SourceInstance& slice : series.volumes[index].slices) {
    files.push_back(slice.file.string());
  }
  const GdcmVolume theirs = read_with_gdcm(files);
  const Eigen::Vector3i size = volume.geometry().size;
  ASSERT_EQ(Eigen::Vector3i(theirs.size.data()), size);
  ASSERT_EQ(theirs.count, voxel_count(volume.geometry()));
  std::size_t differing = 0;
  double worst = 0.0;
  visit_values(volume, [&](auto ours) {
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const double difference = std::abs(static_cast<double>(ours[i]) - theirs.value(i));
      // float32 keeps 24 bits of fractional values.
      if (difference <= 1e-6 * std::abs(theirs.value(i))) continue;
      ++differing;
      worst = std::max(worst, difference);
    }
  });
  EXPECT_EQ(differing, 0U) << "voxels differ, by up to " << worst;
  if (!is_sheared(set)) {
    expect_same_geometry(volume.geometry().patient_from_index, transform_of(theirs),
                         volume.geometry());
  }
}

int compare_all(const fs::path& folder, const std::string& set) {
  int compared = 0;
  for (const SeriesInfo& series : scan(folder).series) {
    for (std::size_t i = 0; i < series.volumes.size(); ++i) {
      if (!is_loadable(series.volumes[i])) continue;
      compare(series, i, set);
      ++compared;
    }
  }
  return compared;
}

TEST(witness_gdcm, agrees_on_the_sample_studies) {
  EXPECT_EQ(compare_all(sample("ct-chest"), "ct-chest"), 1);
  EXPECT_EQ(compare_all(sample("mr-head"), "mr-head"), 1);
}

class witness_gdcm : public testing::TestWithParam<const char*> {};

TEST_P(witness_gdcm, agrees_on_the_shared_set) {
  VOLVR_SHARED_SET_OR_SKIP(folder, GetParam());
  EXPECT_GT(compare_all(folder, GetParam()), 0);
}

INSTANTIATE_TEST_SUITE_P(
    witness, witness_gdcm,
    testing::Values(
        "ct_3slice_with_seg_dcmqi", "ct_chest_lidc_0314", "ct_philips_gantry_tilt_neg18",
        "ct_philips_head_phantom_1mm", "dicomdir_public", "fail_icometrix_gantrytilting_001",
        "fail_icometrix_slicecount_001", "fail_icometrix_sliceorientation_001",
        "mr_ge_3plane_localizer", "mr_ge_fmri_4d", "mr_ge_mprage_3d", "mr_mixed_ge_study",
        "mr_siemens_multiecho", "mr_t1_sag_384_studyforrest", "nonimage_public", "pet_qin_headneck",
        "transfer_syntaxes_public", "ts_icometrix_generic_anatomical_001",
        "ts_icometrix_generic_compressed_j2k_001", "ts_icometrix_generic_compressed_jpeg_001",
        "ts_icometrix_generic_compressed_jpegls_001", "ts_icometrix_generic_compressed_rle_001"),
    [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace volvr::test
