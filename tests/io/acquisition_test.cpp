// SPDX-License-Identifier: Apache-2.0
#include "volvr/acquisition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "support/data.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr {
namespace {

namespace fs = std::filesystem;

// A volume of frames 0, 1, 2... of one file, or as `frames` orders them.
SeriesInfo frames_of(const fs::path& file, const Eigen::Vector3i& size,
                     std::vector<int> frames = {}) {
  SeriesInfo series;
  series.modality = "MR";
  series.volumes.resize(1);
  series.volumes[0].geometry.size = size;
  for (int k = 0; k < size.z(); ++k) {
    SourceInstance slice;
    slice.file = file;
    slice.frame = frames.empty() ? k : frames[static_cast<std::size_t>(k)];
    series.volumes[0].slices.push_back(slice);
  }
  return series;
}

std::map<std::string, ParameterValue> parameters_of(const SeriesInfo& series,
                                                    const std::vector<std::size_t>& volumes = {0}) {
  std::map<std::string, ParameterValue> result;
  for (const AcquisitionParameter& one : acquisition_parameters(series, volumes)) {
    EXPECT_TRUE(result.emplace(one.name, one.value).second) << one.name << " twice";
  }
  return result;
}

double number(const std::map<std::string, ParameterValue>& parameters, const std::string& name) {
  return std::get<double>(parameters.at(name));
}

fs::path first_file(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files.at(0);
}

// The figures beside these are what dcm2niix 1.0.20241211 says of the same files.
TEST(Acquisition, ASiemensMosaicHasTheTimesAndEchoSpacingOfDcm2niix) {
  VOLVR_SHARED_SET_OR_SKIP(study, "mr_siemens_mosaic_4d");
  const auto parameters = parameters_of(frames_of(first_file(study), {64, 64, 36}));
  EXPECT_NEAR(number(parameters, "EchoTime"), 0.03, 1e-12);
  EXPECT_NEAR(number(parameters, "RepetitionTime"), 3.2, 1e-12);
  EXPECT_NEAR(number(parameters, "EffectiveEchoSpacing"), 0.000324999, 1e-9);
  EXPECT_NEAR(number(parameters, "TotalReadoutTime"), 0.020475, 1e-6);
  EXPECT_EQ(std::get<std::string>(parameters.at("PhaseEncodingAxis")), "j");
  const auto times = std::get<std::vector<double>>(parameters.at("SliceTiming"));
  ASSERT_EQ(times.size(), 36U);
  const std::vector<double> first = {0, 0.075, 0.15, 0.2225, 0.2975, 0.3725, 0.4475, 0.52};
  for (std::size_t k = 0; k < first.size(); ++k) EXPECT_NEAR(times[k], first[k], 1e-6) << k;
}

TEST(Acquisition, SliceTimesFollowTheOrderOfTheSlices) {
  VOLVR_SHARED_SET_OR_SKIP(study, "mr_siemens_mosaic_4d");
  const auto parameters = parameters_of(frames_of(first_file(study), {64, 64, 3}, {4, 2, 0}));
  EXPECT_THAT(std::get<std::vector<double>>(parameters.at("SliceTiming")),
              testing::Pointwise(testing::DoubleNear(1e-6), {0.2975, 0.15, 0.0}));
}

TEST(Acquisition, AnEnhancedObjectIsReadByItsFunctionalGroups) {
  VOLVR_SHARED_SET_OR_SKIP(study, "mr_enhanced_siemens_xa10");
  const auto parameters = parameters_of(frames_of(first_file(study), {64, 64, 6}));
  EXPECT_NEAR(number(parameters, "EchoTime"), 0.03, 1e-12);
  EXPECT_NEAR(number(parameters, "RepetitionTime"), 0.5, 1e-12);
  EXPECT_THAT(std::get<std::vector<double>>(parameters.at("SliceTiming")),
              testing::Pointwise(testing::DoubleNear(1e-6), {0.16, 0.0, 0.32, 0.16, 0.0, 0.32}));
}

TEST(Acquisition, AnEnhancedDiffusionObjectOfPhilips) {
  VOLVR_SHARED_SET_OR_SKIP(study, "enh_icometrix_philips_enhanced_dti_001");
  const auto parameters = parameters_of(frames_of(first_file(study), {8, 8, 1}));
  EXPECT_NEAR(number(parameters, "EchoTime"), 0.072114, 1e-9);
  EXPECT_NEAR(number(parameters, "RepetitionTime"), 9.0, 1e-9);
  EXPECT_EQ(std::get<std::string>(parameters.at("PhaseEncodingAxis")), "j");
}

TEST(Acquisition, PetFramesHaveAStartAndADurationEach) {
  const test::TemporaryFolder folder;
  SeriesInfo series;
  series.modality = "PT";
  series.volumes.resize(2);
  for (std::size_t i = 0; i < 2; ++i) {
    test::Phantom phantom;
    phantom.modality = "PT";
    phantom.size.z() = 1;
    phantom.edit = [i](test::PhantomSlice& slice) {
      slice.attributes["ActualFrameDuration"] = i == 0 ? "60000" : "90000";
      slice.attributes["Units"] = "BQML";
    };
    SourceInstance slice;
    slice.file = write_phantom(phantom, folder / std::to_string(i)).at(0);
    series.volumes[i].slices.push_back(slice);
    series.volumes[i].time = i == 0 ? 0.0 : 60.0;
  }
  const auto parameters = parameters_of(series, {0, 1});
  EXPECT_EQ(std::get<std::vector<double>>(parameters.at("FrameTimesStart")),
            (std::vector<double>{0, 60}));
  EXPECT_EQ(std::get<std::vector<double>>(parameters.at("FrameDuration")),
            (std::vector<double>{60, 90}));
  EXPECT_EQ(std::get<std::string>(parameters.at("Units")), "Bq/mL");
}

TEST(Acquisition, NonsenseInTheHeaderIsLeftOut) {
  const test::TemporaryFolder folder;
  test::Phantom phantom;
  phantom.modality = "MR";
  phantom.edit = [](test::PhantomSlice& slice) {
    slice.attributes["EchoTime"] = "soon";
    slice.attributes["RepetitionTime"] = "1e999";
    slice.attributes["InPlanePhaseEncodingDirection"] = "UP";
    slice.attributes["FlipAngle"] = "12";
  };
  const auto file = write_phantom(phantom, folder.path()).at(0);
  const auto parameters = parameters_of(frames_of(file, {24, 20, 1}));
  EXPECT_FALSE(parameters.contains("EchoTime"));
  EXPECT_FALSE(parameters.contains("RepetitionTime"));
  EXPECT_FALSE(parameters.contains("PhaseEncodingAxis"));
  EXPECT_EQ(number(parameters, "FlipAngle"), 12);
}

TEST(Acquisition, RefusesVolumesAndFilesThatAreNotThere) {
  const SeriesInfo series = frames_of("/absent/file.dcm", {4, 4, 1});
  EXPECT_THROW(acquisition_parameters(series, {1}), Error);
  EXPECT_THROW(acquisition_parameters(series, {}), Error);
  EXPECT_THROW(acquisition_parameters(series, {0}), Error);
}

}  // namespace
}  // namespace volvr
