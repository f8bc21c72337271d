// SPDX-License-Identifier: Apache-2.0
#include "dicom/write_cases.h"

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

}  // namespace

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
