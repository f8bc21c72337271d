// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <numbers>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

Eigen::Matrix3d columns(const Eigen::Vector3d& i, const Eigen::Vector3d& j,
                        const Eigen::Vector3d& k) {
  Eigen::Matrix3d axes;
  axes << i, j, k;
  return axes;
}

Eigen::Matrix3d right_handed(const Eigen::Vector3d& i, const Eigen::Vector3d& j) {
  return columns(i, j, i.cross(j));
}

struct Lie {
  std::string name;
  Eigen::Matrix3d axes;
  std::string codes;
  std::string plane;
};

std::vector<Lie> lies() {
  using Eigen::Vector3d;
  const Eigen::Matrix3d oblique =
      (Eigen::AngleAxisd(0.3, Vector3d::UnitX()) * Eigen::AngleAxisd(-0.2, Vector3d::UnitY()) *
       Eigen::AngleAxisd(0.1, Vector3d::UnitZ()))
          .toRotationMatrix();
  return {{"axial", Eigen::Matrix3d::Identity(), "LPS", "axial"},
          {"axial_prone", right_handed(-Vector3d::UnitX(), -Vector3d::UnitY()), "RAS", "axial"},
          {"axial_mirrored", right_handed(-Vector3d::UnitX(), Vector3d::UnitY()), "RPI", "axial"},
          {"sagittal", right_handed(Vector3d::UnitY(), -Vector3d::UnitZ()), "PIR", "sagittal"},
          {"coronal", right_handed(Vector3d::UnitX(), -Vector3d::UnitZ()), "LIP", "coronal"},
          {"oblique", oblique, "LPS", "oblique axial"}};
}

class slice_orientation : public testing::TestWithParam<Lie> {};

TEST_P(slice_orientation, gives_transform_and_voxels) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.axes = GetParam().axes;
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
  EXPECT_EQ(axis_codes(volume.geometry()), GetParam().codes);
  EXPECT_EQ(plane_name(volume.geometry()), GetParam().plane);
  EXPECT_FALSE(is_left_handed(volume.geometry()));
  EXPECT_TRUE(volume.provenance().findings.empty());
}

INSTANTIATE_TEST_SUITE_P(geometry, slice_orientation, testing::ValuesIn(lies()),
                         [](const auto& instance) { return instance.param.name; });

TEST(geometry, k_rises_along_the_normal_whatever_the_order_of_slices) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.axes.col(2) *= -1.0;  // each further slice lies lower: left-handed as acquired
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  const int last = phantom.size.z() - 1;
  Eigen::Affine3d expected = patient_from_index(phantom);
  expected.translation() = expected * Eigen::Vector3d(0, 0, last);
  expected.linear().col(2) *= -1.0;
  expect_same_transform(volume.geometry().patient_from_index, expected);
  expect_phantom_voxels(volume, phantom, 0.0, [&](int k) { return last - k; });
}

TEST(geometry, instance_numbers_and_slice_locations_mean_nothing) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["InstanceNumber"] = std::to_string((slice.k * 5) % 8 + 1);
    slice.attributes["SliceLocation"] = std::to_string(100 - slice.k * slice.k);
  };
  write_phantom(phantom, folder.path());
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
}

TEST(geometry, a_tilted_stack_is_kept_sheared_and_said) {
  const TemporaryFolder folder;
  Phantom phantom;
  const double angle = 18.5 * std::numbers::pi / 180.0;
  phantom.axes.col(2) = Eigen::Vector3d(0.0, std::sin(angle), std::cos(angle));
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_TRUE(has_finding(info.findings, FindingCode::gantry_tilt, Severity::warning));
  EXPECT_NE(message_of(info.findings, FindingCode::gantry_tilt).find("18.5 degrees"),
            std::string::npos);
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  EXPECT_NEAR(shear_degrees(volume.geometry()), 18.5, 1e-6);
  EXPECT_NEAR(spacing(volume.geometry()).z(), phantom.spacing.z(), 1e-9);
}

TEST(geometry, missing_slices_are_counted_and_refused) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) { slice.written = slice.k != 3 && slice.k != 4; };
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_FALSE(is_loadable(info));
  EXPECT_EQ(message_of(info.findings, FindingCode::missing_slices),
            "2 slices are missing: 2 after slice 3.");
  const Error error = error_of([&] { load_only_volume(folder.path()); });
  EXPECT_EQ(error.code(), ErrorCode::irregular_geometry);
  EXPECT_STREQ(error.what(), "2 slices are missing: 2 after slice 3.");
}

TEST(geometry, uneven_steps_are_refused) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    if (slice.k >= 5) slice.position.z() += 0.4;
  };
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_TRUE(has_finding(info.findings, FindingCode::uneven_spacing, Severity::error));
  EXPECT_NE(message_of(info.findings, FindingCode::uneven_spacing).find("1.5 to 1.9 mm"),
            std::string::npos);
  EXPECT_EQ(error_of([&] { load_only_volume(folder.path()); }).code(),
            ErrorCode::irregular_geometry);
}

TEST(geometry, a_slice_out_of_line_is_refused) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    if (slice.k == 4) slice.position.x() += 0.3;
  };
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_TRUE(has_finding(info.findings, FindingCode::uneven_spacing, Severity::error));
  EXPECT_NE(message_of(info.findings, FindingCode::uneven_spacing).find("0.3 mm away"),
            std::string::npos);
}

TEST(geometry, rounding_of_positions_is_no_unevenness) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size.z() = 40;
  phantom.spacing.z() = 0.625;
  phantom.edit = [](PhantomSlice& slice) {
    slice.position.z() = std::round(slice.position.z() * 100.0) / 100.0;
  };
  write_phantom(phantom, folder.path());
  EXPECT_TRUE(is_loadable(only_volume(folder.path())));
}

TEST(geometry, coarse_rounding_of_positions_is_said) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size.z() = 40;
  phantom.spacing.z() = 0.625;
  phantom.edit = [](PhantomSlice& slice) {
    slice.position.z() = std::round(slice.position.z() * 10.0) / 10.0;
  };
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_TRUE(is_loadable(info));
  EXPECT_TRUE(has_finding(info.findings, FindingCode::uneven_spacing, Severity::warning));
}

TEST(geometry, one_slice_takes_its_thickness) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size.z() = 1;
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_TRUE(has_finding(info.findings, FindingCode::single_slice, Severity::warning));
  expect_same_transform(info.geometry.patient_from_index, patient_from_index(phantom));
}

TEST(geometry, one_slice_without_thickness_is_refused) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size.z() = 1;
  phantom.edit = [](PhantomSlice& slice) { slice.attributes["SliceThickness"] = "-"; };
  write_phantom(phantom, folder.path());
  EXPECT_FALSE(is_loadable(only_volume(folder.path())));
  EXPECT_EQ(error_of([&] { load_only_volume(folder.path()); }).code(), ErrorCode::missing_geometry);
}

class needed_attribute : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(needed_attribute, is_never_invented) {
  const auto& [keyword, value] = GetParam();
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [&](PhantomSlice& slice) { slice.attributes[keyword] = value; };
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_FALSE(is_loadable(info));
  EXPECT_EQ(info.geometry.size, Eigen::Vector3i::Zero());
  EXPECT_NE(message_of(info.findings, FindingCode::missing_geometry).find(keyword),
            std::string::npos);
  EXPECT_EQ(error_of([&] { load_only_volume(folder.path()); }).code(), ErrorCode::missing_geometry);
}

INSTANTIATE_TEST_SUITE_P(geometry, needed_attribute,
                         testing::Values(std::pair{"ImagePositionPatient", "-"},
                                         std::pair{"ImageOrientationPatient", "-"},
                                         std::pair{"PixelSpacing", "-"},
                                         std::pair{"PixelSpacing", "0\\0"},
                                         std::pair{"ImageOrientationPatient", "1\\0\\0\\1\\0\\0"},
                                         std::pair{"ImageOrientationPatient", "2\\0\\0\\0\\1\\0"},
                                         std::pair{"ImagePositionPatient", "1\\2"}));

TEST(geometry, thickness_that_disagrees_is_a_note) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["SpacingBetweenSlices"] = "3";
    slice.attributes["SliceThickness"] = "5";
  };
  write_phantom(phantom, folder.path());
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_TRUE(is_loadable(info));
  EXPECT_EQ(
      message_of(info.findings, FindingCode::spacing_disagrees),
      "SpacingBetweenSlices says 3 mm, SliceThickness 5 mm, but the slices lie 1.5 mm apart.");
  EXPECT_NEAR(spacing(info.geometry).z(), 1.5, 1e-9);
}

}  // namespace
}  // namespace volvr::test
