// SPDX-License-Identifier: Apache-2.0
//
// What is converted without identity: canaries stand wherever a study can hold one, and must be in
// no byte of a volume, of what lies beside it, of a name, of the manifest or of a result.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "deid/canary_objects.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/convert.h"
#include "volvr/deidentify.h"
#include "volvr/save.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string face = "RecognizableVisualFeatures";
const std::string key_bytes(32, 'k');

std::string told(const std::string& number) {
  return canary + number;
}

// A CT whose every text that a converter could repeat is a canary.
Phantom telling_image() {
  Phantom phantom;
  phantom.size = {12, 10, 4};
  phantom.patient_name = told("1") + "^" + told("2");
  phantom.patient_id = told("3");
  phantom.edit = [](PhantomSlice& slice) {
    int number = 10;
    for (const char* keyword :
         {"SeriesDescription", "StudyDescription", "ProtocolName",          "AccessionNumber",
          "StudyID",           "Manufacturer",     "ManufacturerModelName", "SoftwareVersions",
          "BodyPartExamined",  "SequenceName",     "ReceiveCoilName",       "ScanOptions",
          "ScanningSequence",  "SequenceVariant",  "ConvolutionKernel",     "FilterType",
          "InstitutionName",   "StationName",      "OperatorsName",         "PatientComments",
          "ImageComments"}) {
      slice.attributes[keyword] = told(std::to_string(number++));
    }
    slice.attributes["ImageType"] = "ORIGINAL\\PRIMARY\\AXIAL\\" + told("9");
  };
  return phantom;
}

ObjectPhantom with_labels(const Phantom& image, const std::string& series_uid,
                          const std::string& sop_class) {
  Phantom phantom = image;
  phantom.series_uid = series_uid;
  phantom.series_number = 2;
  phantom.bits_allocated = phantom.bits_stored = 8;
  phantom.stored_value = [](int, int, int) { return std::int64_t{1}; };
  ObjectPhantom object = enhanced_object(phantom);
  object.sop_class_uid = sop_class;
  return object;
}

// One segment, of probabilities, on every slice.
ObjectPhantom segmentation(const Phantom& image) {
  ObjectPhantom object = with_labels(image, "2.25.1000.2", "1.2.840.10008.5.1.4.1.1.66.4");
  std::erase_if(object.shared,
                [](const auto& one) { return one.first.starts_with("PixelValueT"); });
  for (ObjectFrame& frame : object.frames) {
    frame.groups["SegmentIdentificationSequence.ReferencedSegmentNumber"] = "1";
  }
  object.attributes = {{"Modality", "SEG"},
                       {"SegmentationType", "FRACTIONAL"},
                       {"SegmentationFractionalType", "PROBABILITY"},
                       {"MaximumFractionalValue", "1"},
                       {"SeriesDescription", told("40")},
                       {"SegmentSequence[0].SegmentNumber", "1"},
                       {"SegmentSequence[0].SegmentLabel", told("41")},
                       {"ReferencedSeriesSequence.SeriesInstanceUID", image.series_uid}};
  return object;
}

ObjectPhantom structure_set(const Phantom& image) {
  ObjectPhantom object = with_labels(image, "2.25.1000.3", "1.2.840.10008.5.1.4.1.1.481.3");
  object.shared.clear();
  object.frames.resize(1);
  object.frames.front().groups.clear();
  std::string points;
  for (const Eigen::Vector2d& at :
       {Eigen::Vector2d(1, 1), Eigen::Vector2d(9, 2), Eigen::Vector2d(5, 8)}) {
    points += (points.empty() ? "" : "\\") +
              decimals(patient_from_index(image) * Eigen::Vector3d(at.x(), at.y(), 1.0));
  }
  const std::string contour = "ROIContourSequence[0].ContourSequence[0].";
  object.attributes = {
      {"Modality", "RTSTRUCT"},
      {"StructureSetLabel", told("50")},
      {"StructureSetROISequence.ROINumber", "5"},
      {"StructureSetROISequence.ROIName", told("51")},
      {"StructureSetROISequence.ReferencedFrameOfReferenceUID", image.study_uid + ".9"},
      {"ROIContourSequence.ReferencedROINumber", "5"},
      {contour + "ContourGeometricType", "CLOSED_PLANAR"},
      {contour + "NumberOfContourPoints", "3"},
      {contour + "ContourData", points},
      {"ReferencedFrameOfReferenceSequence.RTReferencedStudySequence."
       "RTReferencedSeriesSequence.SeriesInstanceUID",
       image.series_uid}};
  object.edit = [](DcmItem& item) {
    for (const DcmTagKey& tag : {DCM_PixelData, DCM_Rows, DCM_Columns, DCM_NumberOfFrames}) {
      item.findAndDeleteElement(tag);
    }
  };
  return object;
}

std::string words_of(const ConvertResult& result) {
  std::string text = result.modality + "\n" + result.description + "\n" + result.label + "\n" +
                     result.message + "\n" + result.shape.unit + "\n" + result.series_hash;
  for (const Finding& finding : result.findings) text += "\n" + finding.message;
  for (const ConvertedFile& file : result.files) text += "\n" + file.name;
  for (const Resampling& one : result.resamplings) text += "\n" + one.reason + one.detail;
  return text;
}

ConvertReport convert_with(const fs::path& input, const fs::path& out,
                           const DeidentifyOptions& with, ConvertOptions options = {}) {
  const Deidentifier deidentifier(PseudonymKey(key_bytes), with);
  options.deidentifier = &deidentifier;
  return convert({input}, out, options);
}

class Deidentified : public testing::TestWithParam<std::string> {};

TEST_P(Deidentified, TellsNobodyInAnyFormat) {
  const TemporaryFolder folder;
  const fs::path input = folder.path() / (told("60") + "-study");
  const Phantom image = telling_image();
  write_phantom(image, input);
  write_object(segmentation(image), input / "seg.dcm");
  write_object(structure_set(image), input / "set.dcm");
  const std::vector<DeidentifyOptions> profiles{{},
                                                {.clean_descriptors = true},
                                                {.dates = DateHandling::kept,
                                                 .retain_uids = true,
                                                 .retain_patient_characteristics = true,
                                                 .retain_safe_private = true,
                                                 .clean_descriptors = true,
                                                 .clean_graphics = true,
                                                 .clean_structured_content = true,
                                                 .clean_pixel_data = true}};
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const fs::path out = folder.path() / ("out" + std::to_string(i));
    const ConvertReport report = convert_with(
        input, out, profiles[i],
        {.format = GetParam(),
         .name = "{number}-{description}-{protocol}-{body-part}-{label}-{patient-id}-{study-date}",
         .identity_in_names = true,
         .split_4d = true});
    EXPECT_EQ(report.count(ConvertStatus::written), 3U);
    for (const ConvertResult& result : report.results) {
      EXPECT_EQ(result.message, "");
      EXPECT_FALSE(holds_canary(words_of(result))) << words_of(result);
    }
    const auto found = canaries_in(out);
    EXPECT_TRUE(found.empty()) << found.front();
    const bool uids_kept = profiles[i].retain_uids;
    for (const auto& entry : fs::directory_iterator(out)) {
      if (entry.path().extension() != ".json") continue;
      EXPECT_EQ(bytes_of(entry.path()).find("2.25.1000") != std::string::npos, uids_kept) << entry;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Convert, Deidentified, testing::ValuesIn([] {
                           std::vector<std::string> formats;
                           for (const auto one : save_formats()) formats.emplace_back(one);
                           return formats;
                         }()),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::erase(name, '.');
                           return name;
                         });

TEST(DeidentifiedSources, AnObjectFullOfCanariesTellsNothing) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "in");
  write_canary_object(folder.path() / "in" / (told("0") + ".dcm"), true);
  const ConvertReport report =
      convert_with(folder.path() / "in", folder.path() / "out", {}, {.format = "nrrd"});
  for (const ConvertResult& result : report.results) {
    EXPECT_FALSE(holds_canary(words_of(result))) << words_of(result);
  }
  for (const Finding& finding : report.findings) EXPECT_FALSE(holds_canary(finding.message));
  const auto found = canaries_in(folder.path() / "out");
  EXPECT_TRUE(found.empty()) << found.front();
}

// The label volumes' own objects are asked for, not the image alone that they lie on.
TEST(DeidentifiedSources, ALabelVolumesOwnObjectIsAskedFor) {
  for (const bool contours : {false, true}) {
    const TemporaryFolder folder;
    const Phantom image = telling_image();
    write_phantom(image, folder.path() / "in");
    ObjectPhantom object = contours ? structure_set(image) : segmentation(image);
    object.attributes[face] = "YES";
    write_object(object, folder.path() / "in" / "object.dcm");
    const ConvertReport report = convert_with(folder.path() / "in", folder.path() / "out", {});
    EXPECT_EQ(report.count(ConvertStatus::written), 1U);
    EXPECT_EQ(report.count(ConvertStatus::refused), 1U);
    for (const ConvertResult& result : report.results) {
      if (result.series_number == 2) {
        EXPECT_THAT(result.message, HasSubstr("face"));
      } else {
        EXPECT_EQ(result.message, "");
      }
    }
  }
}

TEST(DeidentifiedSources, OneOfManySlicesIsEnoughToRefuse) {
  const TemporaryFolder folder;
  Phantom image = telling_image();
  image.edit = [](PhantomSlice& slice) {
    if (slice.k == 2) slice.attributes["BurnedInAnnotation"] = "YES";
  };
  write_phantom(image, folder.path() / "in");
  const ConvertReport report = convert_with(folder.path() / "in", folder.path() / "out", {});
  ASSERT_EQ(report.results.size(), 1U);
  EXPECT_EQ(report.results[0].status, ConvertStatus::refused);
  EXPECT_THAT(report.results[0].message, HasSubstr("burned"));
}

// Pixels that deidentify would make black are never written as they are.
TEST(DeidentifiedSources, PixelsThatWouldBecomeBlackAreRefusedAndCleanOnesAreNot) {
  const TemporaryFolder folder;
  Phantom image = telling_image();
  image.edit = [](PhantomSlice& slice) { slice.attributes["BurnedInAnnotation"] = "YES"; };
  write_phantom(image, folder.path() / "in");
  const fs::path rules = folder.path() / "rules";
  const auto result_with = [&](const std::string& rule) {
    std::ofstream(rules) << rule << '\n';
    return convert_with(folder.path() / "in", folder.path() / "out",
                        {.clean_pixel_data = true, .pixel_rules = rules})
        .results.at(0);
  };
  const ConvertResult black = result_with("modality=CT black=0,0,4,4");
  EXPECT_EQ(black.status, ConvertStatus::refused);
  EXPECT_THAT(black.message, HasSubstr("convert what deidentify writes"));
  EXPECT_TRUE(black.files.empty());
  EXPECT_EQ(result_with("modality=CT clean=yes").status, ConvertStatus::written);
  EXPECT_EQ(result_with("modality=CT clean=yes").status, ConvertStatus::kept);
  EXPECT_EQ(result_with("modality=CT clean=yes # looked at").status, ConvertStatus::written);
}

TEST(DeidentifiedSources, UnitsAndProductsAreKnownWordsOrNotThere) {
  const TemporaryFolder folder;
  Phantom image;
  image.size = {8, 8, 3};
  image.edit = [](PhantomSlice& slice) {
    slice.attributes["ManufacturerModelName"] = told("1");
    slice.attributes["ConvolutionKernel"] = "BONE";
  };
  write_phantom(image, folder.path() / "in");
  const auto sidecar_with = [&](const DeidentifyOptions& options) {
    const fs::path out = folder.path() / (options.retain_devices ? "devices" : "basic");
    const ConvertReport report = convert_with(folder.path() / "in", out, options);
    return bytes_of(out / report.results.at(0).files.at(1).name);
  };
  const std::string basic = sidecar_with({});
  EXPECT_THAT(basic, HasSubstr("\"BONE\""));
  EXPECT_THAT(basic, HasSubstr("\"unit\": \"HU\""));
  EXPECT_THAT(basic, HasSubstr("\"Modality\": \"CT\""));
  EXPECT_FALSE(holds_canary(basic));
  EXPECT_TRUE(holds_canary(sidecar_with({.retain_devices = true})));
}

}  // namespace
}  // namespace volvr::test
