// SPDX-License-Identifier: Apache-2.0
//
// Slices side by side in one image: Siemens mosaics, placed by their CSA header, and UIH grids,
// placed by a private sequence.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <string>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

constexpr int side = 3;  // tiles along each side

// The volume that the mosaic holds: 7 slices on a grid of 9.
Phantom inner_phantom() {
  Phantom phantom;
  phantom.modality = "MR";
  phantom.size = {8, 6, 7};
  phantom.spacing = {1.5, 2.25, 3.5};
  phantom.slope = 1.0;
  phantom.intercept = 0.0;
  return phantom;
}

Phantom image_of(const Phantom& inner) {
  Phantom image = inner;
  image.size = {inner.size.x() * side, inner.size.y() * side, 1};
  image.stored_value = [inner](int i, int j, int) -> std::int64_t {
    const int tile = j / inner.size.y() * side + i / inner.size.x();
    return tile < inner.size.z() ? stored_value(inner, i % inner.size.x(), j % inner.size.y(), tile)
                                 : 0;
  };
  return image;
}

// Where a mosaic's header says that it lies: as if its centre were that of the slices, with pixels
// of the slices' size.
Eigen::Vector3d mosaic_position(const Phantom& inner) {
  const Eigen::Vector3d corner =
      Eigen::Vector3d(inner.size.x(), inner.size.y(), 0) * 0.5 * (side - 1);
  return inner.origin - inner.axes.leftCols<2>() * corner.cwiseProduct(inner.spacing).head<2>();
}

struct Csa {
  bool marked = true;
  bool reversed = false;  ///< the slices go against row × column
  bool private_header = true;
};

ObjectPhantom mosaic(const Phantom& inner, const Csa& csa) {
  ObjectPhantom object = plain_object(image_of(inner), "1.2.840.10008.5.1.4.1.1.4");
  object.frames.resize(1);
  const Eigen::Vector3d normal =
      inner.axes.col(0).cross(inner.axes.col(1)) * (csa.reversed ? -1.0 : 1.0);
  object.attributes = {
      {"ImageType", "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC"},
      {"ImagePositionPatient", decimals(mosaic_position(inner))},
      {"ImageOrientationPatient", decimals(inner.axes.col(0)) + "\\" + decimals(inner.axes.col(1))},
      {"PixelSpacing", "2.25\\1.5"},
      {"SliceThickness", "3"},
      {"SpacingBetweenSlices", "3.5"}};
  object.edit = [csa, normal](DcmItem& item) {
    item.findAndDeleteElement(DCM_NumberOfFrames);
    if (!csa.private_header) return;
    const auto header = csa_header(
        {{"EchoLinePosition", {"32", "1", "0", "7", "2"}},
         {"NumberOfImagesInMosaic", {"7"}},
         {"SliceNormalVector",
          {std::to_string(normal.x()), std::to_string(normal.y()), std::to_string(normal.z())}}},
        csa.marked);
    item.putAndInsertString(DcmTag(0x0029, 0x0010, EVR_LO), "SIEMENS CSA HEADER");
    item.putAndInsertUint8Array(DcmTag(0x0029, 0x1010, EVR_OB), header.data(),
                                static_cast<unsigned long>(header.size()));
  };
  return object;
}

class siemens_mosaic : public testing::TestWithParam<Csa> {};

TEST_P(siemens_mosaic, is_taken_apart_and_placed) {
  for (const bool oblique : {false, true}) {
    Phantom inner = inner_phantom();
    if (oblique) {
      inner.axes = (Eigen::AngleAxisd(0.3, Eigen::Vector3d::UnitX()) *
                    Eigen::AngleAxisd(0.2, Eigen::Vector3d::UnitY()))
                       .toRotationMatrix();
    }
    const TemporaryFolder folder;
    write_object(mosaic(inner, GetParam()), folder.path() / "mosaic.dcm");
    const Volume volume = load_only_volume(folder.path());
    EXPECT_TRUE(has_finding(volume.provenance().findings, FindingCode::mosaic, Severity::note));
    const int last = inner.size.z() - 1;
    Phantom expected = inner;
    // k runs along row × column always: slices that go the other way come last to first.
    if (GetParam().reversed) expected.origin -= inner.axes.col(2) * inner.spacing.z() * last;
    EXPECT_LT(
        (volume.geometry().patient_from_index.matrix() - patient_from_index(expected).matrix())
            .cwiseAbs()
            .maxCoeff(),
        1e-6);
    expect_phantom_voxels(volume, inner, 0.0,
                          [&](int k) { return GetParam().reversed ? last - k : k; });
  }
}

INSTANTIATE_TEST_SUITE_P(layouts, siemens_mosaic,
                         testing::Values(Csa{true, false}, Csa{true, true}, Csa{false, false},
                                         Csa{false, true}),
                         [](const auto& instance) {
                           return std::string(instance.param.marked ? "sv10" : "older") +
                                  (instance.param.reversed ? "_reversed" : "");
                         });

TEST(mosaic, without_its_header_is_refused) {
  const TemporaryFolder folder;
  write_object(mosaic(inner_phantom(), {.private_header = false}), folder.path() / "mosaic.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);
}

TEST(mosaic, a_header_of_another_creator_is_not_believed) {
  ObjectPhantom object = mosaic(inner_phantom(), {});
  object.edit = [edit = object.edit](DcmItem& item) {
    edit(item);
    item.putAndInsertString(DcmTag(0x0029, 0x0010, EVR_LO), "SOMEBODY ELSE");
  };
  const TemporaryFolder folder;
  write_object(object, folder.path() / "mosaic.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);
}

TEST(mosaic, time_points_are_one_sequence) {
  const Phantom inner = inner_phantom();
  const TemporaryFolder folder;
  for (int n = 0; n < 11; ++n) {
    ObjectPhantom object = mosaic(inner, {});
    object.attributes["InstanceNumber"] = std::to_string(n + 1);
    object.attributes["SOPInstanceUID"] = "2.25.5." + std::to_string(n + 1);
    object.attributes["AcquisitionNumber"] = std::to_string(n + 1);
    object.attributes["RescaleIntercept"] = std::to_string(n);
    object.attributes["RescaleSlope"] = "1";
    write_object(object, folder.path() / ("m" + std::to_string(20 - n) + ".dcm"));
  }
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.sequences.size(), 1U);
  ASSERT_EQ(series.sequences[0].volumes.size(), 11U);
  for (std::size_t n = 0; n < 11; ++n) {
    Phantom expected = inner;
    expected.intercept = static_cast<double>(n);
    expect_phantom_voxels(load(series, {.volume = series.sequences[0].volumes[n]}), expected);
  }
}

ObjectPhantom grid(const Phantom& inner, bool with_places) {
  ObjectPhantom object = mosaic(inner, {.private_header = false});
  object.attributes["ImageType"] = "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE\\VFRAME";
  object.edit = [inner, with_places](DcmItem& item) {
    item.findAndDeleteElement(DCM_NumberOfFrames);
    item.putAndInsertString(DcmTag(0x0065, 0x0010, EVR_LO), "Image Private Header");
    auto* sequence = new DcmSequenceOfItems(DcmTag(0x0065, 0x1051, EVR_SQ));
    for (int k = 0; k < inner.size.z(); ++k) {
      auto* frame = new DcmItem();
      const Eigen::Vector3d place = patient_from_index(inner) * Eigen::Vector3d(0, 0, k);
      if (with_places || k != 4) put_value(*frame, "ImagePositionPatient", decimals(place));
      sequence->append(frame);
    }
    item.insert(sequence, OFTrue);
  };
  return object;
}

TEST(uih_grid, is_placed_by_the_positions_of_its_slices) {
  Phantom inner = inner_phantom();
  inner.axes = Eigen::AngleAxisd(0.3, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  const TemporaryFolder folder;
  write_object(grid(inner, true), folder.path() / "grid.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(inner));
  expect_phantom_voxels(volume, inner);
}

TEST(uih_grid, with_a_slice_that_has_no_place_is_refused) {
  const TemporaryFolder folder;
  write_object(grid(inner_phantom(), false), folder.path() / "grid.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);
}

TEST(mosaic, nine_encodings_of_one_real_mosaic_agree) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "ts_siemens_trio_9syntaxes");
  const Catalog catalog = scan(folder);
  ASSERT_EQ(catalog.series.size(), 9U);
  const Volume first = load(catalog.series.front());
  for (const SeriesInfo& series : catalog.series) {
    const Volume other = load(series);
    expect_same_transform(other.geometry().patient_from_index, first.geometry().patient_from_index);
    ASSERT_EQ(other.type(), first.type());
    EXPECT_TRUE(std::ranges::equal(other.values<std::uint16_t>(), first.values<std::uint16_t>()))
        << series.volumes.front().slices.front().pixels.transfer_syntax_uid;
  }
}

}  // namespace
}  // namespace volvr::test
