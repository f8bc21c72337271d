// SPDX-License-Identifier: Apache-2.0
#include "volvr/sidecar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "io/random_volume.h"
#include "support/data.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"
#include "volvr/version.h"

namespace volvr {
namespace {

using Json = nlohmann::json;
using test::Phantom;
using test::PhantomSlice;

const SeriesInfo& with_volume(const Catalog& catalog) {
  for (const SeriesInfo& series : catalog.series) {
    if (!series.volumes.empty()) return series;
  }
  throw std::runtime_error("no volume");
}

Json sidecar_of(const SeriesInfo& series, const SidecarOptions& options = {}) {
  SidecarContent content = sidecar_content(load(series));
  content.parameters = acquisition_parameters(series, {0});
  return Json::parse(sidecar_text(content, options));
}

// A canary in everything that can name a person or a place.
Phantom phantom_full_of_identity(const std::string& modality) {
  Phantom phantom;
  phantom.modality = modality;
  phantom.patient_name = "Canary^Name";
  phantom.patient_id = "CANARY-ID";
  phantom.edit = [](PhantomSlice& slice) {
    for (const char* keyword :
         {"InstitutionName", "InstitutionAddress", "ReferringPhysicianName", "OperatorsName",
          "StationName", "DeviceSerialNumber", "StudyDescription", "SeriesDescription",
          "ProtocolName", "AccessionNumber", "StudyID", "PatientComments", "ImageComments"}) {
      slice.attributes[keyword] = "CANARY";
    }
    slice.attributes["PatientBirthDate"] = "19010203";
    slice.attributes["SeriesDate"] = "19040506";
    slice.attributes["AcquisitionTime"] = "010203";
    slice.file_name = "canary-" + slice.file_name;
  };
  return phantom;
}

TEST(Sidecar, MrParametersComeUnderTheirBidsNamesInSeconds) {
  const test::TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = "MR";
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["EchoTime"] = "4.6";
    slice.attributes["RepetitionTime"] = "2300";
    slice.attributes["InversionTime"] = "900.5";
    slice.attributes["FlipAngle"] = "9";
    slice.attributes["MagneticFieldStrength"] = "2.89362";
    slice.attributes["Manufacturer"] = "Maker ";
    slice.attributes["ManufacturerModelName"] = "Model";
    slice.attributes["InPlanePhaseEncodingDirection"] = "ROW";
    slice.attributes["ScanningSequence"] = "GR\\IR";
    slice.attributes["EchoTrainLength"] = "";
  };
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  const Json sidecar = sidecar_of(with_volume(catalog));
  EXPECT_DOUBLE_EQ(sidecar.at("EchoTime"), 0.0046);
  EXPECT_DOUBLE_EQ(sidecar.at("RepetitionTime"), 2.3);
  EXPECT_DOUBLE_EQ(sidecar.at("InversionTime"), 0.9005);
  EXPECT_EQ(sidecar.at("FlipAngle"), 9);
  EXPECT_DOUBLE_EQ(sidecar.at("MagneticFieldStrength"), 2.89362);
  EXPECT_EQ(sidecar.at("Manufacturer"), "Maker");
  EXPECT_EQ(sidecar.at("ManufacturersModelName"), "Model");
  EXPECT_EQ(sidecar.at("PhaseEncodingAxis"), "i");
  EXPECT_EQ(sidecar.at("ScanningSequence"), (Json{"GR", "IR"}));
  EXPECT_FALSE(sidecar.contains("EchoTrainLength")) << "empty in the file";
  EXPECT_FALSE(sidecar.contains("SliceTiming"));
}

TEST(Sidecar, CtParametersAndTheVolumesGridUnitAndSources) {
  const test::TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["KVP"] = "120";
    slice.attributes["XRayTubeCurrent"] = "210";
    slice.attributes["ExposureTime"] = "750";
    slice.attributes["ConvolutionKernel"] = "B30f\\2";
    slice.attributes["RescaleType"] = "HU";
  };
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  const SeriesInfo& series = with_volume(catalog);
  const Json sidecar = sidecar_of(series);
  EXPECT_EQ(sidecar.at("KVP"), 120);
  EXPECT_EQ(sidecar.at("XRayTubeCurrent"), 210);
  EXPECT_DOUBLE_EQ(sidecar.at("ExposureTime"), 0.75);
  EXPECT_EQ(sidecar.at("ConvolutionKernel"), (Json{"B30f", "2"}));
  const Json& own = sidecar.at("volvr");
  EXPECT_EQ(own.at("version"), version);
  EXPECT_EQ(own.at("unit"), "HU");
  EXPECT_EQ(own.at("grid").at("size"), (Json{24, 20, 8}));
  EXPECT_EQ(own.at("grid").at("patient_from_index")[2][3], 12.125);
  const Json& slices = own.at("volumes")[0].at("slices");
  ASSERT_EQ(slices.size(), 8U);
  for (std::size_t k = 0; k < 8; ++k) {
    EXPECT_EQ(slices[k].at("sop_instance_uid"), series.volumes[0].slices[k].sop_instance_uid);
    EXPECT_FALSE(slices[k].contains("frame"));
  }
}

TEST(Sidecar, HoldsNoIdentityUnlessAskedFor) {
  for (const char* modality : {"CT", "MR", "PT"}) {
    const test::TemporaryFolder folder;
    write_phantom(phantom_full_of_identity(modality), folder.path());
    const Catalog catalog = scan(folder.path());
    const SeriesInfo& series = with_volume(catalog);
    SidecarContent content = sidecar_content(load(series));
    content.parameters = acquisition_parameters(series, {0});
    const std::string file = content.volumes[0].slices[0].file.string();
    content.findings.push_back({FindingCode::missing_slices,
                                Severity::warning,
                                "One is missing beside " + file + ".",
                                {file}});
    const std::string text = sidecar_text(content);
    for (const char* canary : {"CANARY", "Canary", "canary", "19010203", "19040506", "010203"}) {
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(canary))) << modality;
    }
    EXPECT_THAT(text, testing::HasSubstr("beside a file."));
    const Json asked = Json::parse(sidecar_text(
        content,
        {.file_names = true, .free_text = [](auto said) { return "x" + std::string(said); }}));
    EXPECT_EQ(asked.at("SeriesDescription"), "xCANARY");
    EXPECT_EQ(asked.at("volvr").at("findings").back().at("files")[0], file);
  }
}

TEST(Sidecar, UidsCanBeReplacedOrLeftOut) {
  SidecarContent content;
  content.volumes.resize(1);
  content.volumes[0].slices.resize(2);
  content.volumes[0].slices[1].sop_instance_uid = "1.2.3";
  content.volumes[0].slices[1].frame = 4;
  const auto replaced = [](std::string_view uid) { return "2.25." + std::to_string(uid.size()); };
  const Json mapped = Json::parse(sidecar_text(content, {.uid = replaced}));
  EXPECT_EQ(mapped["volvr"]["volumes"][0]["slices"][1],
            (Json{{"sop_instance_uid", "2.25.5"}, {"frame", 4}}));
  EXPECT_THAT(sidecar_text(content, {.source_uids = false}),
              testing::Not(testing::HasSubstr("1.2.3")));
}

TEST(Sidecar, SaysResamplingsFindingsAndSequencesAndStaysJson) {
  SidecarContent content;
  content.file.resamplings = {{"uneven-spacing", "linear along k", "from a to b"}};
  content.findings = {{FindingCode::gantry_tilt, Severity::note, "It \"leans\" \xff.", {}}};
  content.parameters = {{"Bad", std::numeric_limits<double>::infinity()}, {"Good", 0.1 + 0.2}};
  content.volumes = {{.slices = {}, .time = 2.5},
                     {.slices = {}, .diffusion = Diffusion{1000, {0, 0.6, 0.8}}}};
  const Json sidecar = Json::parse(sidecar_text(content));
  EXPECT_FALSE(sidecar.contains("Bad"));
  EXPECT_EQ(sidecar.at("Good"), 0.1 + 0.2) << "every bit";
  const Json& own = sidecar.at("volvr");
  EXPECT_EQ(own["resamplings"][0]["interpolator"], "linear along k");
  EXPECT_EQ(own["findings"][0]["code"], "gantry-tilt");
  EXPECT_EQ(own["findings"][0]["severity"], "note");
  EXPECT_EQ(own["volumes"][0]["time_seconds"], 2.5);
  EXPECT_EQ(own["volumes"][1]["b_value"], 1000);
  EXPECT_EQ(own["volumes"][1]["gradient_lps"], (Json{0.0, 0.6, 0.8}));
}

TEST(Sidecar, ThePetOfTheCollectionNamesItsTracer) {
  VOLVR_SHARED_SET_OR_SKIP(study, "pet_qin_headneck");
  const Catalog catalog = scan(study);
  const SeriesInfo& series = with_volume(catalog);
  const Json sidecar = [&] {
    SidecarContent content;
    content.parameters = acquisition_parameters(series, {0});
    return Json::parse(sidecar_text(content));
  }();
  EXPECT_EQ(sidecar.at("Modality"), "PT");
  EXPECT_EQ(sidecar.at("Units"), "Bq/mL");
  EXPECT_GT(sidecar.at("InjectedRadioactivity").get<double>(), 1e7);
  EXPECT_EQ(sidecar.at("InjectedRadioactivityUnits"), "Bq");
  EXPECT_NEAR(sidecar.at("RadionuclideHalfLife").get<double>(), 6586, 50);
  EXPECT_TRUE(sidecar.contains("DecayCorrection"));
  EXPECT_EQ(sidecar.at("FrameDuration").size(), 1U);
}

}  // namespace
}  // namespace volvr
