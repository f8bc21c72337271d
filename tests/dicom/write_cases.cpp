// SPDX-License-Identifier: Apache-2.0
#include "dicom/write_cases.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

namespace volvr::test {

namespace {

void complete(PhantomSlice& slice, const std::string& modality) {
  auto& a = slice.attributes;
  a["StudyTime"] = "101112";
  a["SeriesDate"] = "20200102";
  a["SeriesTime"] = "101112";
  a["StudyID"] = "S1";
  a["ContentDate"] = "20200102";
  a["ContentTime"] = "101112";
  a["AcquisitionNumber"] = "1";
  a["PositionReferenceIndicator"] = "SN";
  a["Laterality"] = "L";
  a["WindowCenter"] = std::to_string(40 + slice.k);
  a["WindowWidth"] = "400";
  a["InstitutionName"] = "Example Hospital";
  a["AcquisitionTime"] = "10111" + std::to_string(slice.k % 10);
  if (modality == "CT") {
    a["KVP"] = "120";
    a["ConvolutionKernel"] = "B";
    a["RescaleType"] = "HU";
    a["GantryDetectorTilt"] = "0";
    return;
  }
  if (modality == "MR") {
    a["ImageType"] = "ORIGINAL\\PRIMARY\\OTHER";
    a["ScanningSequence"] = "GR";
    a["SequenceVariant"] = "SP";
    a["ScanOptions"] = "PFP";
    a["MRAcquisitionType"] = "3D";
    a["RepetitionTime"] = "20";
    a["EchoTime"] = "4.5";
    a["EchoTrainLength"] = "1";
    return;
  }
  a["ImageType"] = "ORIGINAL\\PRIMARY";
  a["SeriesType"] = "STATIC\\IMAGE";
  a["CountsSource"] = "EMISSION";
  a["DecayCorrection"] = "START";
  a["CollimatorType"] = "NONE";
  a["CorrectedImage"] = "DECY\\ATTN";
  a["NumberOfSlices"] = "8";
  a["ImageIndex"] = std::to_string(slice.k + 1);
  a["FrameReferenceTime"] = "1000";
  a["ActualFrameDuration"] = "60000";
  a["AcquisitionDate"] = "20200102";
  a["DecayFactor"] = "1.01";
  a["PatientWeight"] = "70";
  a["PatientPosition"] = "-";
  // A slope of its own for each slice.
  slice.slope = 0.37 + 0.011 * slice.k;
}

WriteCase made(const std::string& name, const std::string& modality) {
  WriteCase one{name, {}};
  one.phantom.modality = modality;
  if (modality != "CT") one.phantom.intercept = 0.0;
  one.phantom.edit = [modality](PhantomSlice& slice) { complete(slice, modality); };
  return one;
}

Values common_attributes() {
  return {{"ImageType", "ORIGINAL\\PRIMARY\\VOLUME\\NONE"},
          {"PatientBirthDate", ""},
          {"PatientSex", ""},
          {"StudyDate", "20200102"},
          {"StudyTime", "101112"},
          {"StudyID", "S1"},
          {"AccessionNumber", ""},
          {"ReferringPhysicianName", ""},
          {"SeriesDate", "20200102"},
          {"SeriesTime", "101112"},
          {"Manufacturer", "Example"},
          {"ManufacturerModelName", "Example"},
          {"DeviceSerialNumber", "1"},
          {"SoftwareVersions", "1"},
          {"PatientPosition", "HFS"},
          {"PositionReferenceIndicator", ""},
          {"ContentDate", "20200102"},
          {"ContentTime", "101112"},
          {"PixelPresentation", "MONOCHROME"},
          {"VolumetricProperties", "VOLUME"},
          {"VolumeBasedCalculationTechnique", "NONE"},
          {"ContentQualification", "PRODUCT"},
          {"BurnedInAnnotation", "NO"},
          {"LossyImageCompression", "00"},
          {"PresentationLUTShape", "IDENTITY"},
          {"BodyPartExamined", "HEAD"}};
}

// Frames in another order than in space, a window and a time of its own for each of them.
void complete_frames(ObjectPhantom& object) {
  std::ranges::rotate(object.frames, object.frames.begin() + 3);
  std::swap(object.frames[1], object.frames[4]);
  for (ObjectFrame& frame : object.frames) {
    frame.groups["FrameVOILUTSequence.WindowCenter"] = "40";
    frame.groups["FrameVOILUTSequence.WindowWidth"] = std::to_string(400 + frame.k);
    frame.groups["FrameContentSequence.FrameAcquisitionDateTime"] = "20200102101112";
    frame.groups["FrameContentSequence.StackID"] = "7";
    frame.groups["FrameContentSequence.InStackPositionNumber"] = std::to_string(frame.k + 1);
  }
}

ObjectCase enhanced_case(const std::string& name, const std::string& modality,
                         const std::string& enhanced_uid) {
  Phantom phantom;
  phantom.modality = modality;
  if (modality != "CT") phantom.intercept = 0.0;
  ObjectCase one{name, enhanced_object(phantom), enhanced_uid};
  one.object.attributes = common_attributes();
  complete_frames(one.object);
  const std::string types = modality + (modality == "PT" ? "" : "Image");
  const std::string type = (modality == "PT" ? "PET" : types) + "FrameTypeSequence.";
  one.object.shared[type + "FrameType"] = "ORIGINAL\\PRIMARY\\VOLUME\\NONE";
  for (const auto& [word, value] : Values{{"PixelPresentation", "MONOCHROME"},
                                          {"VolumetricProperties", "VOLUME"},
                                          {"VolumeBasedCalculationTechnique", "NONE"}}) {
    one.object.shared[type + word] = value;
  }
  return one;
}

ObjectCase mr_case() {
  ObjectCase one = enhanced_case("enhanced-mr", "MR", UID_EnhancedMRImageStorage);
  one.object.phantom.bits_stored = 12;
  one.object.shared["MREchoSequence.EffectiveEchoTime"] = "4.5";
  one.object.shared["MRTimingAndRelatedParametersSequence.RepetitionTime"] = "20";
  one.object.attributes["EchoPulseSequence"] = "GRADIENT";
  one.object.attributes["ComplexImageComponent"] = "MAGNITUDE";
  one.object.attributes["AcquisitionContrast"] = "T1";
  one.object.edit = [](DcmItem& item) {
    DcmItem* shared = nullptr;
    item.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, shared);
    shared->putAndInsertString(DcmTag(0x0029, 0x0010, EVR_LO), "EXAMPLE");
    shared->putAndInsertString(DcmTag(0x0029, 0x1010, EVR_LO), "private");
  };
  return one;
}

ObjectCase turned_case() {
  ObjectCase one = enhanced_case("enhanced-oblique-ct", "CT", UID_EnhancedCTImageStorage);
  Phantom phantom = one.object.phantom;
  phantom.axes =
      Eigen::AngleAxisd(0.61, Eigen::Vector3d(0.3, -0.8, 0.4).normalized()).toRotationMatrix();
  phantom.origin = {-123.456789, 98.7654321, -0.125};
  const ObjectPhantom turned = enhanced_object(phantom);
  one.object.phantom = phantom;
  for (ObjectFrame& frame : one.object.frames) {
    for (const auto& [path, value] : turned.frames[static_cast<std::size_t>(frame.k)].groups) {
      frame.groups[path] = value;
    }
  }
  for (const auto& [path, value] : turned.shared) one.object.shared[path] = value;
  return one;
}

// 7 slices of 8 by 6 pixels in a square of nine.
ObjectCase mosaic_case() {
  Phantom inner;
  inner.modality = "MR";
  inner.size = {8, 6, 7};
  inner.spacing = {1.5, 2.25, 3.5};
  Phantom image = inner;
  image.intercept = 0.0;
  image.size = {24, 18, 1};
  image.stored_value = [inner](int i, int j, int) -> std::int64_t {
    const int tile = j / 6 * 3 + i / 8;
    return tile < 7 ? stored_value(inner, i % 8, j % 6, tile) : 0;
  };
  ObjectCase one{"mosaic", plain_object(image, UID_MRImageStorage),
                 UID_LegacyConvertedEnhancedMRImageStorage};
  one.object.attributes = common_attributes();
  const Values own{{"ImageType", "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC"},
                   {"ImagePositionPatient", decimals(inner.origin)},
                   {"ImageOrientationPatient", "1\\0\\0\\0\\1\\0"},
                   {"PixelSpacing", "2.25\\1.5"},
                   {"SliceThickness", "3"},
                   {"SpacingBetweenSlices", "3.5"},
                   {"ScanningSequence", "EP"},
                   {"SequenceVariant", "SK"},
                   {"RepetitionTime", "2000"},
                   {"EchoTime", "30"}};
  for (const auto& [path, value] : own) one.object.attributes[path] = value;
  one.object.edit = [](DcmItem& item) {
    item.findAndDeleteElement(DCM_NumberOfFrames);
    const auto header = csa_header({{"EchoLinePosition", {"32", "1", "0", "7", "2"}},
                                    {"NumberOfImagesInMosaic", {"7"}},
                                    {"SliceNormalVector", {"0", "0", "1"}}},
                                   true);
    item.putAndInsertString(DcmTag(0x0029, 0x0010, EVR_LO), "SIEMENS CSA HEADER");
    item.putAndInsertUint8Array(DcmTag(0x0029, 0x1010, EVR_OB), header.data(),
                                static_cast<unsigned long>(header.size()));
  };
  return one;
}

ObjectCase legacy_case() {
  ObjectCase one = enhanced_case("legacy-ct", "CT", UID_LegacyConvertedEnhancedCTImageStorage);
  one.object.sop_class_uid = UID_LegacyConvertedEnhancedCTImageStorage;
  one.object.shared["UnassignedSharedConvertedAttributesSequence.KVP"] = "120";
  return one;
}

}  // namespace

std::vector<ObjectCase> object_cases() {
  return {enhanced_case("enhanced-ct", "CT", UID_EnhancedCTImageStorage), turned_case(), mr_case(),
          legacy_case(), mosaic_case()};
}

ObjectCase object_case(const std::string& name) {
  if (name == "enhanced-pt") return enhanced_case(name, "PT", UID_EnhancedPETImageStorage);
  const auto cases = object_cases();
  return *std::ranges::find(cases, name, &ObjectCase::name);
}

std::vector<WriteCase> write_cases() {
  std::vector<WriteCase> cases{made("ct", "CT"), made("mr", "MR"), made("pt", "PT")};
  const Eigen::Matrix3d turned =
      Eigen::AngleAxisd(0.61, Eigen::Vector3d(0.3, -0.8, 0.4).normalized()).toRotationMatrix();
  WriteCase oblique = made("oblique", "MR");
  oblique.phantom.axes = turned;
  oblique.phantom.spacing = {0.7123456789, 0.8876543211, 1.3333333333};
  oblique.phantom.origin = {-123.456789012, 98.7654321, -0.000123456};
  cases.push_back(oblique);
  WriteCase left_handed = made("left-handed", "CT");
  left_handed.phantom.axes = turned * Eigen::Vector3d(1, 1, -1).asDiagonal();
  cases.push_back(left_handed);
  WriteCase sheared = made("sheared", "CT");
  sheared.phantom.axes.col(2) = Eigen::Vector3d(0, 0.31, 0.95).normalized();
  cases.push_back(sheared);
  WriteCase padded = made("signed", "CT");
  padded.phantom.is_signed = true;
  padded.phantom.bits_stored = 16;
  padded.phantom.intercept = 0.0;
  padded.phantom.edit = [](PhantomSlice& slice) {
    complete(slice, "CT");
    slice.attributes["PixelPaddingValue"] = "-2000";
  };
  cases.push_back(padded);
  cases.push_back(made("resampled", "CT"));
  return cases;
}

}  // namespace volvr::test
