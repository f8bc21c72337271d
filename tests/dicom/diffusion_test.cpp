// SPDX-License-Identifier: Apache-2.0
//
// b-values and gradient directions that vendors keep in elements of their own.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dicom/expect.h"
#include "dicom/header.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

using dicom::Orientation;

struct Vendor {
  const char* name;
  void (*put)(DcmItem& item, double b, const Eigen::Vector3d& g);
};

void put_siemens(DcmItem& item, double b, const Eigen::Vector3d& g) {
  item.putAndInsertString(DcmTag(0x0019, 0x0010, EVR_LO), "SIEMENS MR HEADER");
  item.putAndInsertString(DcmTag(0x0019, 0x100c, EVR_IS),
                          std::to_string(static_cast<int>(b)).c_str());
  if (b > 0.0) item.putAndInsertFloat64Array(DcmTag(0x0019, 0x100e, EVR_FD), g.data(), 3);
}

void put_philips(DcmItem& item, double b, const Eigen::Vector3d& g) {
  item.putAndInsertString(DcmTag(0x2001, 0x0010, EVR_LO), "Philips Imaging DD 001");
  item.putAndInsertFloat32(DcmTag(0x2001, 0x1003, EVR_FL), static_cast<Float32>(b));
  item.putAndInsertString(DcmTag(0x2005, 0x0010, EVR_LO), "Philips MR Imaging DD 001");
  for (Uint16 i = 0; i < 3; ++i) {
    item.putAndInsertFloat32(DcmTag(0x2005, static_cast<Uint16>(0x10b0 + i), EVR_FL),
                             static_cast<Float32>(g[i]));
  }
}

void put_uih(DcmItem& item, double b, const Eigen::Vector3d& g) {
  item.putAndInsertString(DcmTag(0x0065, 0x0010, EVR_LO), "Image Private Header");
  item.putAndInsertFloat64(DcmTag(0x0065, 0x1009, EVR_FD), b);
  item.putAndInsertFloat64Array(DcmTag(0x0065, 0x1037, EVR_FD), g.data(), 3);
}

// GE's axes: for axial images with the phase along the columns, frequency runs against the rows and
// phase against the columns.
void put_ge(DcmItem& item, double b, const Eigen::Vector3d& g) {
  item.putAndInsertString(DCM_InPlanePhaseEncodingDirection, "COL");
  item.putAndInsertString(DcmTag(0x0019, 0x0010, EVR_LO), "GEMS_ACQU_01");
  const Eigen::Vector3d told(-g.x(), -g.y(), g.z());
  for (Uint16 i = 0; i < 3; ++i) {
    item.putAndInsertString(DcmTag(0x0019, static_cast<Uint16>(0x10bb + i), EVR_DS),
                            std::to_string(told[i]).c_str());
  }
  item.putAndInsertString(DcmTag(0x0043, 0x0010, EVR_LO), "GEMS_PARM_01");
  const std::string marked = std::to_string(static_cast<long>(b > 0 ? b + 1e9 : b)) + "\\8\\0\\0";
  item.putAndInsertString(DcmTag(0x0043, 0x1039, EVR_IS), marked.c_str());
}

class private_diffusion : public testing::TestWithParam<Vendor> {};

TEST_P(private_diffusion, is_read_in_the_order_of_acquisition) {
  const std::vector<Diffusion> weightings{
      {0.0, {0, 0, 0}}, {1000.0, {0.0, 0.6, -0.8}}, {700.0, {1.0, 0.0, 0.0}}};
  Phantom phantom;
  phantom.modality = "MR";
  phantom.size = {8, 6, 3};
  const TemporaryFolder folder;
  int instance = 0;
  for (const Diffusion& weighting : weightings) {
    for (int k = 0; k < phantom.size.z(); ++k) {
      ObjectPhantom object = plain_object(phantom, "1.2.840.10008.5.1.4.1.1.4");
      object.frames = {{k, {}}};
      const std::string number = std::to_string(++instance);
      object.attributes = {{"SOPInstanceUID", "2.25.9." + number},
                           {"InstanceNumber", number},
                           {"ImagePositionPatient",
                            decimals(patient_from_index(phantom) * Eigen::Vector3d(0, 0, k))},
                           {"ImageOrientationPatient", "1\\0\\0\\0\\1\\0"},
                           {"PixelSpacing", "0.875\\0.75"}};
      object.edit = [&](DcmItem& item) {
        item.findAndDeleteElement(DCM_NumberOfFrames);
        GetParam().put(item, weighting.b_value, weighting.gradient);
      };
      write_object(object, folder.path() / (std::to_string(100 - instance) + ".dcm"));
    }
  }
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.sequences.size(), 1U);
  ASSERT_EQ(series.sequences[0].volumes.size(), weightings.size());
  for (std::size_t n = 0; n < weightings.size(); ++n) {
    const VolumeInfo& volume = series.volumes[series.sequences[0].volumes[n]];
    ASSERT_TRUE(volume.diffusion.has_value());
    EXPECT_EQ(volume.diffusion->b_value, weightings[n].b_value);
    EXPECT_LT((volume.diffusion->gradient - weightings[n].gradient).norm(), 1e-6);
  }
}

INSTANTIATE_TEST_SUITE_P(vendors, private_diffusion,
                         testing::Values(Vendor{"siemens", put_siemens},
                                         Vendor{"philips", put_philips}, Vendor{"uih", put_uih},
                                         Vendor{"ge", put_ge}),
                         [](const auto& instance) { return std::string(instance.param.name); });

// What dcm2niix gives for the same images (made_witness.py compares more of them with it).
struct GeCase {
  const char* name;
  Orientation orientation;
  const char* phase;
  Eigen::Vector3d told;
  Diffusion expected;
  Severity said;
};

class ge_diffusion : public testing::TestWithParam<GeCase> {};

TEST_P(ge_diffusion, is_turned_into_the_patient_s_frame) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = "MR";
  phantom.size = {8, 6, 1};
  ObjectPhantom object = plain_object(phantom, "1.2.840.10008.5.1.4.1.1.4");
  object.attributes = {{"ImagePositionPatient", "1\\2\\3"},
                       {"ImageOrientationPatient", decimals(GetParam().orientation.row) + "\\" +
                                                       decimals(GetParam().orientation.column)},
                       {"PixelSpacing", "0.875\\0.75"}};
  object.edit = [&](DcmItem& item) {
    item.findAndDeleteElement(DCM_NumberOfFrames);
    put_ge(item, 1000.0, {-GetParam().told.x(), -GetParam().told.y(), GetParam().told.z()});
    item.putAndInsertString(DCM_InPlanePhaseEncodingDirection, GetParam().phase);
  };
  write_object(object, folder.path() / "one.dcm");
  const VolumeInfo volume = only_volume(folder.path());
  ASSERT_TRUE(volume.diffusion.has_value());
  EXPECT_EQ(volume.diffusion->b_value, GetParam().expected.b_value);
  EXPECT_LT((volume.diffusion->gradient - GetParam().expected.gradient).norm(), 1e-5);
  EXPECT_EQ(has_finding(volume.findings, FindingCode::gradient_frame, GetParam().said),
            !GetParam().expected.gradient.isZero());
}

const Orientation axial{{1, 0, 0}, {0, 1, 0}};
const Orientation sagittal{{0, 1, 0}, {0, 0, -1}};
const Orientation coronal{{1, 0, 0}, {0, 0, -1}};
const Eigen::Vector3d mixed(0.6, 0.64, 0.48);

INSTANTIATE_TEST_SUITE_P(
    planes, ge_diffusion,
    testing::Values(
        GeCase{"axial_columns", axial, "COL", mixed, {1000, {-0.6, -0.64, 0.48}}, Severity::note},
        GeCase{"axial_rows", axial, "ROW", mixed, {1000, {-0.64, 0.6, 0.48}}, Severity::note},
        // rows to P, columns to I, normal to R
        GeCase{"sagittal_columns", sagittal, "COL", mixed, {1000, {0.48, 0.6, -0.64}},
               Severity::warning},
        GeCase{"sagittal_rows", sagittal, "ROW", mixed, {1000, {0.48, 0.64, 0.6}},
               Severity::warning},
        // rows to L, columns to I, normal to P
        GeCase{"coronal_columns", coronal, "COL", mixed, {1000, {-0.6, 0.48, -0.64}},
               Severity::warning},
        GeCase{"coronal_rows", coronal, "ROW", mixed, {1000, {-0.64, 0.48, 0.6}},
               Severity::warning},
        GeCase{"half_as_long", axial, "COL", 0.5 * mixed, {250, {-0.6, -0.64, 0.48}},
               Severity::note},
        GeCase{"phase_unknown", axial, "", mixed, {1000, {0, 0, 0}}, Severity::note}),
    [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace volvr::test
