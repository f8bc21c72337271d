// SPDX-License-Identifier: Apache-2.0
//
// Stacks that are no regular grid as they are: uneven, with gaps, with copies, or with more in them
// than one volume.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "dicom/expect.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

// A field that is linear in the patient: interpolating between slices gives it back exactly.
double field(const Eigen::Vector3d& p) {
  return 500.0 + 2.0 * (p.x() + 101.5) + 3.0 * (p.y() + 77.25) + 8.0 * (p.z() - 12.125);
}

// Slices at these distances from the first, in mm along the stack.
Phantom linear_phantom(std::vector<double> places, const Eigen::Vector3d& along = {0, 0, 1}) {
  Phantom phantom;
  phantom.size = {12, 10, static_cast<int>(places.size())};
  phantom.spacing = {1.0, 2.0, 1.5};
  phantom.intercept = 0.0;
  phantom.bits_stored = 16;
  const Eigen::Vector3d origin = phantom.origin;
  const auto position = [=](int k) -> Eigen::Vector3d {
    return origin + along * places[static_cast<std::size_t>(k)];
  };
  phantom.stored_value = [position](int i, int j, int k) {
    return std::lround(field(position(k) + Eigen::Vector3d(i, 2 * j, 0)));
  };
  phantom.edit = [position](PhantomSlice& slice) {
    slice.position = position(slice.k);
    slice.attributes["SliceThickness"] = "-";
  };
  return phantom;
}

void expect_field(const Volume& volume) {
  double worst = 0.0;
  const Eigen::Vector3i size = volume.geometry().size;
  for (int k = 0; k < size.z(); ++k) {
    for (int j = 0; j < size.y(); ++j) {
      for (int i = 0; i < size.x(); ++i) {
        const Eigen::Vector3d place =
            volume.geometry().patient_from_index * Eigen::Vector3d(i, j, k);
        worst = std::max(worst, std::abs(value_at(volume, {i, j, k}) - field(place)));
      }
    }
  }
  // Values are whole numbers: what is interpolated is rounded.
  EXPECT_LE(worst, 0.5 + 1e-6);
}

struct UnevenCase {
  const char* name;
  std::vector<double> places;
  FindingCode finding;
  int slices;  ///< after interpolation
  Eigen::Vector3d along{0, 0, 1};
};

class uneven : public testing::TestWithParam<UnevenCase> {};

TEST_P(uneven, is_refused_by_default_and_interpolated_if_asked) {
  const UnevenCase& one = GetParam();
  const TemporaryFolder folder;
  write_phantom(linear_phantom(one.places, one.along), folder.path());
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 1U);
  EXPECT_TRUE(has_finding(series.volumes[0].findings, one.finding, Severity::error));
  EXPECT_EQ(series.volumes[0].regularity, Regularity::resampling);
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::irregular_geometry);

  for (const int threads : {1, 3}) {
    const Volume volume =
        load(series, {.uneven_slices = UnevenSlices::interpolate, .threads = threads});
    EXPECT_EQ(volume.geometry().size.z(), one.slices);
    expect_field(volume);
    // Nothing is cut off, nothing is beyond.
    const Eigen::Vector3d first = volume.geometry().patient_from_index.translation();
    const Eigen::Vector3d last =
        volume.geometry().patient_from_index * Eigen::Vector3d(0, 0, one.slices - 1);
    EXPECT_NEAR((last - first).norm(), one.places.back() * one.along.norm(), 1e-6);
    ASSERT_EQ(volume.provenance().resamplings.size(), 1U);
    EXPECT_EQ(volume.provenance().resamplings[0].reason, to_string(one.finding));
    EXPECT_EQ(volume.provenance().resamplings[0].interpolator, "linear along k");
    EXPECT_TRUE(
        has_finding(volume.provenance().findings, FindingCode::resampled, Severity::warning));
    EXPECT_EQ(volume.provenance().slices.size(), one.places.size());
  }
}

INSTANTIATE_TEST_SUITE_P(
    stacks, uneven,
    testing::Values(
        UnevenCase{"gap", {0, 1.5, 3, 6, 7.5}, FindingCode::missing_slices, 6},
        UnevenCase{"wide_gap", {0, 1, 2, 3, 13, 14}, FindingCode::missing_slices, 15},
        UnevenCase{"uneven", {0, 1.25, 3.125, 4, 6.625, 7.5}, FindingCode::uneven_spacing, 7},
        UnevenCase{"tilted_gap", {0, 1.5, 3, 6, 7.5}, FindingCode::missing_slices, 6, {0, 0.3, 1}}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(uneven, slices_beside_the_line_are_refused_even_if_interpolation_is_asked) {
  Phantom phantom = linear_phantom({0, 1.5, 3, 4.5, 6, 7.5});
  phantom.edit = [edit = phantom.edit](PhantomSlice& slice) {
    edit(slice);
    if (slice.k == 2) slice.position.x() += 6.0;
  };
  const TemporaryFolder folder;
  write_phantom(phantom, folder.path());
  const SeriesInfo series = scan_series(folder.path());
  const Error error = error_of([&] { load(series, {.uneven_slices = UnevenSlices::interpolate}); });
  EXPECT_EQ(error.code(), ErrorCode::irregular_geometry);
  EXPECT_EQ(series.volumes.at(0).regularity, Regularity::none);
}

TEST(uneven, slabs_of_it_are_refused) {
  const TemporaryFolder folder;
  write_phantom(linear_phantom({0, 1.5, 3, 6, 7.5}), folder.path());
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] {
              load(series, {.first_slice = 1, .uneven_slices = UnevenSlices::interpolate});
            }).code(),
            ErrorCode::invalid_argument);
}

// One more pass over a phantom's places, with other pixels and UIDs.
void add_pass(const std::filesystem::path& folder, int pass, bool same_uid, bool other_pixels,
              const std::map<std::string, std::string>& attributes = {}) {
  Phantom phantom;
  if (other_pixels) {
    phantom.stored_value = [base = phantom](int i, int j, int k) {
      return stored_value(base, i, j, k) ^ 1;
    };
  }
  phantom.edit = [&](PhantomSlice& slice) {
    if (!same_uid) slice.sop_instance_uid += "." + std::to_string(pass + 1);
    slice.file_name = "pass-" + std::to_string(pass) + "-" + slice.file_name;
    slice.attributes = attributes;
  };
  write_phantom(phantom, folder);
}

TEST(copies, of_the_same_pixels_are_dropped_and_said) {
  const TemporaryFolder folder;
  add_pass(folder.path(), 0, true, false);
  add_pass(folder.path(), 1, true, false);
  const Volume volume = load_only_volume(folder.path());
  expect_phantom_voxels(volume, {});
  EXPECT_TRUE(
      has_finding(volume.provenance().findings, FindingCode::duplicate_slices, Severity::warning));
}

TEST(copies, with_other_pixels_are_another_volume_never_dropped) {
  const TemporaryFolder folder;
  add_pass(folder.path(), 0, true, false, {{"AcquisitionNumber", "1"}});
  add_pass(folder.path(), 1, true, true, {{"AcquisitionNumber", "2"}});
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  expect_phantom_voxels(load(series, {.volume = 0}), {});
  EXPECT_EQ(value_at(load(series, {.volume = 1}), {0, 0, 0}), -1023.0);
  EXPECT_FALSE(has_finding(series.findings, FindingCode::duplicate_slices, Severity::warning));
}

TEST(copies, of_one_uid_that_nothing_but_pixels_tells_apart_are_kept) {
  const TemporaryFolder folder;
  add_pass(folder.path(), 0, true, false);
  add_pass(folder.path(), 1, true, true);
  std::size_t slices = 0;
  for (const VolumeInfo& volume : scan_series(folder.path()).volumes) {
    slices += volume.slices.size();
  }
  EXPECT_EQ(slices, 16U);
}

// A second stack of the same planes elsewhere in the patient.
Phantom stack_at(double z, int number, const std::string& acquisition) {
  Phantom phantom;
  phantom.origin.z() = z;
  phantom.edit = [=](PhantomSlice& slice) {
    slice.file_name = std::to_string(number) + slice.file_name;
    slice.sop_instance_uid += "." + std::to_string(number);
    if (!acquisition.empty()) slice.attributes["AcquisitionNumber"] = acquisition;
  };
  return phantom;
}

TEST(two_places, of_one_series_are_two_volumes) {
  const TemporaryFolder folder;
  write_phantom(stack_at(12.125, 1, "1"), folder.path());
  write_phantom(stack_at(205.5, 2, "2"), folder.path());
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  for (std::size_t n = 0; n < 2; ++n) {
    const Phantom expected = stack_at(n == 0 ? 12.125 : 205.5, 1, "");
    const Volume volume = load(series, {.volume = n});
    expect_same_transform(volume.geometry().patient_from_index, patient_from_index(expected));
    expect_phantom_voxels(volume, expected);
  }
  EXPECT_EQ(message_of(series.findings, FindingCode::several_volumes),
            "The series holds 2 volumes at different places, told apart by acquisition number.");
}

TEST(two_places, that_nothing_tells_apart_are_refused) {
  const TemporaryFolder folder;
  write_phantom(stack_at(12.125, 1, ""), folder.path());
  write_phantom(stack_at(205.5, 2, ""), folder.path());
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 1U);
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::irregular_geometry);
}

TEST(localizers, of_the_same_plane_stay_out_of_the_volume) {
  const TemporaryFolder folder;
  Phantom stack = stack_at(12.125, 1, "");
  stack.edit = [edit = stack.edit](PhantomSlice& slice) {
    edit(slice);
    slice.attributes["ImageType"] = "ORIGINAL\\PRIMARY\\AXIAL";
  };
  write_phantom(stack, folder.path());
  Phantom localizer = stack_at(40.0, 2, "");
  localizer.size.z() = 1;
  localizer.edit = [edit = localizer.edit](PhantomSlice& slice) {
    edit(slice);
    slice.attributes["ImageType"] = "ORIGINAL\\PRIMARY\\LOCALIZER";
  };
  write_phantom(localizer, folder.path());
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  bool found = false;
  for (std::size_t n = 0; n < 2; ++n) {
    if (series.volumes[n].slices.size() != 8U) continue;
    found = true;
    expect_phantom_voxels(load(series, {.volume = n}), {});
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace volvr::test
