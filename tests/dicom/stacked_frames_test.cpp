// SPDX-License-Identifier: Apache-2.0
//
// Multi-frame objects without functional groups: nuclear medicine, RT dose, secondary captures.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <string>

#include "dicom/expect.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

constexpr const char* nuclear_class = "1.2.840.10008.5.1.4.1.1.20";
constexpr const char* dose_class = "1.2.840.10008.5.1.4.1.1.481.2";
constexpr const char* word_capture_class = "1.2.840.10008.5.1.4.1.1.7.3";

Phantom small_phantom() {
  Phantom phantom;
  phantom.modality = "OT";
  phantom.size = {11, 9, 6};
  phantom.bits_stored = 16;
  phantom.slope = 1.0;
  phantom.intercept = 0.0;
  phantom.spacing = {4.5, 4.25, 5.5};
  return phantom;
}

Eigen::Matrix3d oblique() {
  return Eigen::AngleAxisd(0.6, Eigen::Vector3d(3, -1, 2).normalized()).toRotationMatrix();
}

std::string orientation(const Phantom& phantom) {
  return decimals(phantom.axes.col(0)) + "\\" + decimals(phantom.axes.col(1));
}

// `numbers` as "1\2\3".
template <class F>
std::string listed(std::size_t count, const F& number) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : "\\") + std::string(number(i));
  return text;
}

// A reconstructed study whose slices follow each other along the normal, or against it.
ObjectPhantom nuclear(const Phantom& phantom, bool against) {
  ObjectPhantom object = plain_object(phantom, nuclear_class);
  const double step = against ? -phantom.spacing.z() : phantom.spacing.z();
  object.attributes = {
      {"Modality", "NM"},
      {"ImageType", "ORIGINAL\\PRIMARY\\RECON TOMO\\EMISSION"},
      {"PixelSpacing", "4.25\\4.5"},
      {"SliceThickness", "5.5"},
      {"SpacingBetweenSlices", std::to_string(step)},
      {"DetectorInformationSequence.ImagePositionPatient", decimals(phantom.origin)},
      {"DetectorInformationSequence.ImageOrientationPatient", orientation(phantom)},
      {"SliceVector",
       listed(object.frames.size(), [](std::size_t i) { return std::to_string(i + 1); })}};
  return object;
}

class nuclear_medicine : public testing::TestWithParam<bool> {};

TEST_P(nuclear_medicine, slices_lie_where_position_and_signed_spacing_say) {
  for (const bool is_oblique : {false, true}) {
    Phantom phantom = small_phantom();
    if (is_oblique) phantom.axes = oblique();
    const TemporaryFolder folder;
    write_object(nuclear(phantom, GetParam()), folder.path() / "nm.dcm");
    const Volume volume = load_only_volume(folder.path());
    Phantom expected = phantom;
    if (GetParam()) expected.origin -= phantom.axes.col(2) * phantom.spacing.z() * 5;
    expect_same_transform(volume.geometry().patient_from_index, patient_from_index(expected));
    expect_phantom_voxels(volume, phantom, 0.0, [&](int k) { return GetParam() ? 5 - k : k; });
  }
}

INSTANTIATE_TEST_SUITE_P(spacing, nuclear_medicine, testing::Bool(), [](const auto& instance) {
  return std::string(instance.param ? "negative" : "positive");
});

TEST(nuclear_medicine, the_slice_vector_orders_the_frames) {
  const Phantom phantom = small_phantom();
  ObjectPhantom object = nuclear(phantom, false);
  object.frames = {{4, {}}, {0, {}}, {5, {}}, {2, {}}, {1, {}}, {3, {}}};
  object.attributes["SliceVector"] = "5\\1\\6\\3\\2\\4";
  const TemporaryFolder folder;
  write_object(object, folder.path() / "nm.dcm");
  expect_phantom_voxels(load_only_volume(folder.path()), phantom);
}

TEST(nuclear_medicine, time_slots_are_one_sequence_in_their_order) {
  const Phantom phantom = small_phantom();
  ObjectPhantom object = nuclear(phantom, false);
  const auto slices = object.frames;
  object.frames.clear();
  constexpr std::size_t slots = 11;
  for (std::size_t slot = 0; slot < slots; ++slot) {
    for (const ObjectFrame& frame : slices) {
      // Slot n begins with the phantom's slice n: tells the slots apart.
      object.frames.push_back({(frame.k + static_cast<int>(slot)) % 6, {}});
    }
  }
  const auto each = [&](std::size_t divisor, std::size_t modulus) {
    return listed(slots * 6,
                  [&](std::size_t i) { return std::to_string(i / divisor % modulus + 1); });
  };
  object.attributes["SliceVector"] = each(1, 6);
  object.attributes["TimeSlotVector"] = each(6, slots);
  object.attributes["RRIntervalVector"] = each(1000, 1);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "nm.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.sequences.size(), 1U);
  ASSERT_EQ(series.sequences[0].volumes.size(), slots);
  for (std::size_t n = 0; n < slots; ++n) {
    const Volume volume = load(series, {.volume = series.sequences[0].volumes[n]});
    expect_phantom_voxels(volume, phantom, 0.0,
                          [&](int k) { return (k + static_cast<int>(n)) % 6; });
  }
}

TEST(nuclear_medicine, a_slice_vector_of_another_length_is_refused) {
  ObjectPhantom object = nuclear(small_phantom(), false);
  object.attributes["SliceVector"] = "1\\2\\3";
  const TemporaryFolder folder;
  write_object(object, folder.path() / "nm.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);
}

TEST(nuclear_medicine, projections_are_no_volume) {
  ObjectPhantom object = nuclear(small_phantom(), false);
  object.attributes["ImageType"] = "ORIGINAL\\PRIMARY\\TOMO\\EMISSION";
  const TemporaryFolder folder;
  write_object(object, folder.path() / "nm.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_TRUE(series.volumes.empty());
  EXPECT_TRUE(has_finding(series.findings, FindingCode::not_a_slice, Severity::note));
}

TEST(nuclear_medicine, a_single_slice_is_placed_by_its_detector) {
  Phantom phantom = small_phantom();
  phantom.size.z() = 1;
  ObjectPhantom object = nuclear(phantom, false);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "nm.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
}

ObjectPhantom dose(const Phantom& phantom, const std::string& offsets) {
  ObjectPhantom object = plain_object(phantom, dose_class);
  object.attributes = {{"Modality", "RTDOSE"},
                       {"DoseUnits", "GY"},
                       {"DoseType", "PHYSICAL"},
                       {"DoseSummationType", "PLAN"},
                       {"DoseGridScaling", "0.0005"},
                       {"PixelSpacing", "4.25\\4.5"},
                       {"ImagePositionPatient", decimals(phantom.origin)},
                       {"ImageOrientationPatient", orientation(phantom)},
                       {"GridFrameOffsetVector", offsets}};
  return object;
}

std::string offsets_from(double first, double step, std::size_t count = 6) {
  return listed(
      count, [&](std::size_t i) { return std::to_string(first + step * static_cast<double>(i)); });
}

struct DoseCase {
  const char* name;
  Eigen::Matrix3d axes;
  double first;  ///< first offset
  double step;
  bool falling;  ///< frames go against row × column
};

class dose_grid : public testing::TestWithParam<DoseCase> {};

TEST_P(dose_grid, is_in_gray_where_its_offsets_say) {
  const DoseCase& one = GetParam();
  Phantom phantom = small_phantom();
  phantom.axes = one.axes;
  phantom.slope = 0.0005;
  const TemporaryFolder folder;
  write_object(dose(phantom, offsets_from(one.first, one.step)), folder.path() / "dose.dcm");
  const Volume volume = load_only_volume(folder.path());
  Phantom expected = phantom;
  if (one.falling) expected.origin -= phantom.axes.col(2) * phantom.spacing.z() * 5;
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(expected));
  expect_phantom_voxels(volume, phantom, 1e-5, [&](int k) { return one.falling ? 5 - k : k; });
  EXPECT_EQ(volume.unit(), "Gy");
}

Eigen::Matrix3d prone() {
  Eigen::Matrix3d axes;
  axes << -1, 0, 0, 0, -1, 0, 0, 0, 1;
  return axes;
}

// Rows to the left, columns to the front: the normal points to the feet.
Eigen::Matrix3d downwards() {
  Eigen::Matrix3d axes;
  axes << 1, 0, 0, 0, -1, 0, 0, 0, -1;
  return axes;
}

INSTANTIATE_TEST_SUITE_P(
    offsets, dose_grid,
    testing::Values(DoseCase{"relative", Eigen::Matrix3d::Identity(), 0.0, 5.5, false},
                    DoseCase{"relative_falling", Eigen::Matrix3d::Identity(), 0.0, -5.5, true},
                    DoseCase{"relative_oblique", oblique(), 0.0, 5.5, false},
                    DoseCase{"relative_downwards", downwards(), 0.0, 5.5, false},
                    DoseCase{"absolute", Eigen::Matrix3d::Identity(), 12.125, 5.5, false},
                    DoseCase{"absolute_prone", prone(), 12.125, 5.5, false},
                    DoseCase{"absolute_falling", Eigen::Matrix3d::Identity(), 12.125, -5.5, true},
                    DoseCase{"absolute_downwards", downwards(), 12.125, -5.5, false}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(dose_grid, hundreds_of_frames_are_all_placed) {
  Phantom phantom = small_phantom();
  phantom.size = {3, 3, 900};
  phantom.slope = 0.0005;
  const TemporaryFolder folder;
  write_object(dose(phantom, offsets_from(0.0, 5.5, 900)), folder.path() / "dose.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom, 1e-5);
}

TEST(dose_grid, of_thirty_two_bits_is_exact) {
  Phantom phantom = small_phantom();
  phantom.bits_allocated = 32;
  phantom.bits_stored = 32;
  phantom.slope = 0.0005;
  phantom.stored_value = [](int i, int j, int k) {
    return std::int64_t{3'000'000'000} + 1000 * i + 77 * j + k;
  };
  const TemporaryFolder folder;
  write_object(dose(phantom, offsets_from(0.0, 5.5)), folder.path() / "dose.dcm");
  expect_phantom_voxels(load_only_volume(folder.path()), phantom, 1e-6);
}

TEST(dose_grid, one_plane_is_scaled_too) {
  Phantom phantom = small_phantom();
  phantom.size.z() = 1;
  phantom.slope = 0.0005;
  ObjectPhantom object = dose(phantom, "0");
  object.attributes["SliceThickness"] = "5.5";
  const TemporaryFolder folder;
  write_object(object, folder.path() / "dose.dcm");
  const Volume volume = load_only_volume(folder.path());
  EXPECT_EQ(volume.unit(), "Gy");
  expect_phantom_voxels(volume, phantom, 1e-5);
}

TEST(dose_grid, without_a_scaling_is_refused) {
  ObjectPhantom object = dose(small_phantom(), offsets_from(0.0, 5.5));
  object.attributes.erase("DoseGridScaling");
  const TemporaryFolder folder;
  write_object(object, folder.path() / "dose.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::malformed);
}

TEST(dose_grid, relative_dose_has_no_unit) {
  ObjectPhantom object = dose(small_phantom(), offsets_from(0.0, 5.5));
  object.attributes["DoseUnits"] = "RELATIVE";
  const TemporaryFolder folder;
  write_object(object, folder.path() / "dose.dcm");
  EXPECT_EQ(load_only_volume(folder.path()).unit(), "");
}

TEST(dose_grid, offsets_that_do_not_place_every_frame_are_refused) {
  for (const char* offsets : {"0\\5.5\\11", "0\\5.5\\11\\x\\22\\27.5", ""}) {
    const TemporaryFolder folder;
    write_object(dose(small_phantom(), offsets), folder.path() / "dose.dcm");
    const SeriesInfo series = scan_series(folder.path());
    EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry) << offsets;
  }
  Phantom oblique_phantom = small_phantom();
  oblique_phantom.axes = oblique();
  const TemporaryFolder folder;
  write_object(dose(oblique_phantom, offsets_from(12.125, 5.5)), folder.path() / "dose.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);
}

TEST(multi_frame_capture, frames_without_places_are_refused_not_stacked) {
  ObjectPhantom object = plain_object(small_phantom(), word_capture_class);
  object.attributes = {{"PixelSpacing", "1\\1"},
                       {"SliceThickness", "1"},
                       {"ImagePositionPatient", "0\\0\\0"},
                       {"ImageOrientationPatient", "1\\0\\0\\0\\1\\0"}};
  const TemporaryFolder folder;
  write_object(object, folder.path() / "capture.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_FALSE(series.volumes.empty());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);
}

TEST(multi_frame_capture, frames_with_places_are_a_volume) {
  const Phantom phantom = small_phantom();
  ObjectPhantom object = plain_object(phantom, word_capture_class);
  object.shared = {{"PixelMeasuresSequence.PixelSpacing", "4.25\\4.5"},
                   {"PixelMeasuresSequence.SliceThickness", "5.5"},
                   {"PlaneOrientationSequence.ImageOrientationPatient", orientation(phantom)}};
  for (ObjectFrame& frame : object.frames) {
    const Eigen::Vector3d place = patient_from_index(phantom) * Eigen::Vector3d(0, 0, frame.k);
    frame.groups["PlanePositionSequence.ImagePositionPatient"] = decimals(place);
  }
  const TemporaryFolder folder;
  write_object(object, folder.path() / "capture.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
}

}  // namespace
}  // namespace volvr::test
