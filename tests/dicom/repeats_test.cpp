// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <filesystem>
#include <map>
#include <string>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

using Attributes = std::map<std::string, std::string>;

// Adds one more pass over all places to a series: its own files and SOP instances.
void add_pass(const std::filesystem::path& folder, int pass, const Attributes& attributes,
              Phantom phantom = {}) {
  phantom.intercept = -1024 + 10 * pass;  // tells the passes' voxels apart
  phantom.edit = [&](PhantomSlice& slice) {
    slice.sop_instance_uid += "." + std::to_string(pass + 1);
    slice.file_name = "pass-" + std::to_string(pass) + "-" + slice.file_name;
    slice.attributes = attributes;
  };
  write_phantom(phantom, folder);
}

SeriesInfo only_series(const std::filesystem::path& folder) {
  const Catalog catalog = scan(folder);
  EXPECT_EQ(catalog.series.size(), 1U);
  return catalog.series.at(0);
}

TEST(repeats, are_told_apart_by_echo_time_in_order_of_its_size) {
  const TemporaryFolder folder;
  add_pass(folder.path(), 0, {{"EchoTime", "10.5"}});
  add_pass(folder.path(), 1, {{"EchoTime", "9.2"}});
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  EXPECT_EQ(series.volumes[0].label, "echo time 9.2");
  EXPECT_EQ(series.volumes[1].label, "echo time 10.5");
  EXPECT_EQ(message_of(series.findings, FindingCode::several_volumes),
            "The series holds 2 volumes at the same place, told apart by echo time.");
  Phantom expected;
  expected.intercept = -1014;
  expect_phantom_voxels(load(series, {.volume = 0}), expected);
  expected.intercept = -1024;
  expect_phantom_voxels(load(series, {.volume = 1}), expected);
}

TEST(repeats, are_told_apart_by_two_attributes_together) {
  const TemporaryFolder folder;
  int pass = 0;
  for (const std::string type : {"M", "P"}) {
    for (const std::string echo : {"5", "7"}) {
      add_pass(folder.path(), pass++,
               {{"EchoTime", echo}, {"ImageType", "ORIGINAL\\PRIMARY\\" + type}});
    }
  }
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 4U);
  EXPECT_EQ(series.volumes[0].label, "image type ORIGINAL\\PRIMARY\\M, echo time 5");
  EXPECT_EQ(series.volumes[3].label, "image type ORIGINAL\\PRIMARY\\P, echo time 7");
  for (const VolumeInfo& volume : series.volumes) EXPECT_EQ(volume.slices.size(), 8U);
}

TEST(repeats, an_attribute_that_varies_from_slice_to_slice_divides_nothing) {
  const TemporaryFolder folder;
  Phantom phantom;
  for (int pass = 0; pass < 2; ++pass) {
    phantom.edit = [&](PhantomSlice& slice) {
      slice.sop_instance_uid += "." + std::to_string(pass + 1);
      slice.file_name = std::to_string(pass) + slice.file_name;
      slice.attributes["EchoTime"] = std::to_string(slice.k + 100 * pass);
    };
    write_phantom(phantom, folder.path());
  }
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 1U);
  EXPECT_TRUE(
      has_finding(series.volumes[0].findings, FindingCode::duplicate_positions, Severity::error));
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::irregular_geometry);
}

TEST(repeats, time_courses_are_ranked_by_time_at_each_place) {
  const TemporaryFolder folder;
  Phantom phantom;
  for (int pass = 0; pass < 3; ++pass) {
    phantom.intercept = 100.0 * pass;
    phantom.edit = [&](PhantomSlice& slice) {
      slice.sop_instance_uid += "." + std::to_string(pass + 1);
      slice.file_name = std::to_string(9 - pass) + slice.file_name;
      // Each slice has a time of its own, as interleaved acquisitions have.
      slice.attributes["AcquisitionTime"] =
          std::to_string(100000 + 30 * pass + (slice.k * 3) % 8) + ".5";
    };
    write_phantom(phantom, folder.path());
  }
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 3U);
  for (std::size_t v = 0; v < 3; ++v) {
    EXPECT_EQ(series.volumes[v].label, "time point " + std::to_string(v + 1));
    Phantom expected;
    expected.intercept = 100.0 * static_cast<double>(v);
    expect_phantom_voxels(load(series, {.volume = v}), expected);
  }
}

TEST(repeats, nothing_to_tell_them_apart_is_an_error) {
  const TemporaryFolder folder;
  add_pass(folder.path(), 0, {});
  add_pass(folder.path(), 1, {});
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 1U);
  EXPECT_FALSE(is_loadable(series.volumes[0]));
  EXPECT_NE(message_of(series.volumes[0].findings, FindingCode::duplicate_positions)
                .find("2 different images lie at the same place"),
            std::string::npos);
}

TEST(repeats, copies_of_an_instance_are_dropped_and_said) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  std::filesystem::copy_file(files[2], folder / "copy-a.dcm");
  std::filesystem::copy_file(files[5], folder / "copy-b.dcm");
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 1U);
  EXPECT_EQ(series.volumes[0].slices.size(), 8U);
  EXPECT_TRUE(is_loadable(series.volumes[0]));
  EXPECT_EQ(message_of(series.findings, FindingCode::duplicate_slices),
            "2 files hold images that other files hold too; they were left out.");
}

TEST(repeats, one_uid_with_two_contents_is_not_a_copy) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  std::filesystem::copy_file(files[2], folder / "other.dcm");
  set_attribute(folder / "other.dcm", "RescaleIntercept", "0");
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 1U);
  EXPECT_FALSE(is_loadable(series.volumes[0]));
}

TEST(repeats, planes_of_one_series_become_volumes) {
  const TemporaryFolder folder;
  Phantom phantom;
  Eigen::Matrix3d sagittal;
  sagittal << Eigen::Vector3d::UnitY(), -Eigen::Vector3d::UnitZ(), -Eigen::Vector3d::UnitX();
  write_phantom(phantom, folder / "axial");
  phantom.axes = sagittal;
  phantom.edit = [](PhantomSlice& slice) { slice.sop_instance_uid += ".2"; };
  write_phantom(phantom, folder / "sagittal");
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  EXPECT_EQ(series.volumes[0].label, "axial");
  EXPECT_EQ(series.volumes[1].label, "sagittal");
  expect_phantom_voxels(load(series, {.volume = 1}), phantom);
}

TEST(repeats, sizes_of_one_series_become_volumes) {
  const TemporaryFolder folder;
  Phantom phantom;
  write_phantom(phantom, folder / "a");
  phantom.size = {12, 10, 1};
  phantom.edit = [](PhantomSlice& slice) { slice.sop_instance_uid += ".2"; };
  write_phantom(phantom, folder / "b");
  const SeriesInfo series = only_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  EXPECT_TRUE(has_finding(series.findings, FindingCode::mixed_formats, Severity::note));
  EXPECT_NE(series.volumes[1].label.find("12 × 10 pixels"), std::string::npos);
}

TEST(repeats, a_localizer_in_three_planes_makes_three_volumes) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "mr_ge_3plane_localizer");
  const SeriesInfo series = only_series(folder);
  ASSERT_EQ(series.volumes.size(), 3U);
  for (const VolumeInfo& volume : series.volumes) EXPECT_EQ(volume.slices.size(), 7U);
}

TEST(repeats, order_of_instances_divides_only_what_says_how_often_it_repeats) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "mr_ge_fmri_4d");
  const SeriesInfo series = only_series(folder);
  ASSERT_EQ(series.volumes.size(), 10U);
  for (const VolumeInfo& volume : series.volumes) {
    EXPECT_EQ(volume.slices.size(), 15U);
    EXPECT_TRUE(is_loadable(volume));
  }
}

}  // namespace
}  // namespace volvr::test
