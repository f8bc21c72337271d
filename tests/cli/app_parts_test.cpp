// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "choose_series.h"
#include "exit_code.h"
#include "fused_studies.h"
#include "open_study.h"
#include "option_values.h"
#include "progress_line.h"
#include "support/phantom.h"
#include "support/segmentation_phantom.h"
#include "support/temporary_folder.h"
#include "text.h"
#include "volvr/error.h"
#include "volvr/people.h"

namespace volvr::app {
namespace {

using testing::HasSubstr;
using testing::Not;

SeriesInfo series_of(const std::string& name, const std::string& id, int number = 1) {
  SeriesInfo series;
  series.patient.patient_name = name;
  series.patient.patient_id = id;
  series.series_number = number;
  series.series_instance_uid = "2.25." + id + "." + std::to_string(number);
  series.modality = "CT";
  series.volumes.resize(1);
  series.volumes[0].geometry.size = {4, 4, 4};
  series.volumes[0].slices.resize(4);
  return series;
}

template <class F>
std::pair<ErrorCode, std::string> refusal(F&& f) {
  try {
    f();
  } catch (const Error& error) {
    return {error.code(), error.what()};
  }
  return {ErrorCode::internal, "taken"};
}

TEST(ExitCodes, EveryErrorHasOneAndHelpListsThem) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
    const auto exit = static_cast<int>(exit_code_for(static_cast<ErrorCode>(code)));
    EXPECT_NE(exit, 0) << code;
    EXPECT_THAT(exit_code_help(), HasSubstr(std::to_string(exit) + "  ")) << code;
  }
  EXPECT_EQ(exit_code_for(ErrorCode::no_space), ExitCode::bad_output);
  EXPECT_EQ(exit_code_for(ErrorCode::cancelled), ExitCode::interrupted);
  EXPECT_EQ(exit_code_for(ErrorCode::runtime_lost), ExitCode::no_display);
}

TEST(People, AreNumberedAndToldApartAsInTheCatalog) {
  Catalog catalog;
  catalog.series = {series_of("Doe^Jane", "1"), series_of("Doe^Jane^^", "1"),
                    series_of("Doe^Jane", "2")};
  const People people(catalog);
  EXPECT_EQ(people.count(), 2U);
  EXPECT_EQ(people.number_of(catalog.series[1].patient), 1U);
  EXPECT_EQ(people.number_of(catalog.series[2].patient), 2U);
}

TEST(People, WithholdWhateverNamesThem) {
  Catalog catalog;
  catalog.series = {series_of("Müller^Ann^Q", "AB-123")};
  catalog.series[0].study.accession_number = "X77";
  const People people(catalog);
  EXPECT_EQ(people.withheld("for ANN, id ab-123"), "for [withheld], id [withheld]");
  EXPECT_EQ(people.withheld("joanna"), "jo[withheld]a");
  EXPECT_EQ(people.withheld("Q for quality, x77"), "[withheld] for quality, [withheld]");
  EXPECT_EQ(people.withheld("Müller"), "[withheld]");
  EXPECT_EQ(people.withheld("Thorax 1.0"), "Thorax 1.0");
}

TEST(People, LeaveTheLibrarysSentencesAloneButForNamesOfFiles) {
  Catalog catalog;
  catalog.series = {series_of("Slice^Missing", "77")};
  const People people(catalog);
  EXPECT_EQ(people.withheld(Finding{FindingCode::missing_slices,
                                    Severity::error,
                                    "A slice is missing after slice7.dcm.",
                                    {"/study/slice7.dcm"}}),
            "A slice is missing after [withheld]7.dcm.");
  EXPECT_EQ(people.withheld(Error(ErrorCode::malformed, "The file /a/slice.dcm ends too early.",
                                  "/a/slice.dcm")),
            "The file /a/[withheld].dcm ends too early.");
}

TEST(ChooseVolume, TakesTheLargestOfOnePatientAndRefusesToChooseAPatient) {
  Catalog catalog;
  catalog.series = {series_of("A^A", "1", 1), series_of("A^A", "1", 2)};
  catalog.series[1].volumes[0].geometry.size = {9, 9, 9};
  EXPECT_EQ(choose_volume(catalog, "").series, &catalog.series[1]);
  EXPECT_EQ(choose_volume(catalog, "1").series, &catalog.series[0]);
  EXPECT_EQ(choose_volume(catalog, "2.25.1.1").series, &catalog.series[0]);
  catalog.series.push_back(series_of("B^B", "2", 1));
  EXPECT_EQ(refusal([&] { choose_volume(catalog, ""); }).first, ErrorCode::mixed_patients);
  EXPECT_EQ(refusal([&] { choose_volume(catalog, "1"); }).first, ErrorCode::invalid_argument);
  EXPECT_EQ(choose_volume(catalog, "2.25.2.1").series, &catalog.series[2]);
}

TEST(ChooseVolume, NamesWhatThereIsAndWhyNothingCanBeLoaded) {
  Catalog catalog;
  catalog.series = {series_of("A^A", "1", 7)};
  EXPECT_THAT(refusal([&] { choose_volume(catalog, "8"); }).second, HasSubstr("known are 7"));
  catalog.series[0].volumes[0].findings = {
      {FindingCode::missing_slices, Severity::error, "A slice is missing.", {}}};
  const auto [code, sentence] = refusal([&] { choose_volume(catalog, ""); });
  EXPECT_EQ(code, ErrorCode::irregular_geometry);
  EXPECT_THAT(sentence, HasSubstr("A slice is missing."));
}

TEST(ProgressText, HasRateAndTimeLeft) {
  EXPECT_EQ(progress_text({"loading", 50, 200, "slices"}, 2.0),
            "loading    25 % [#####...............] 50 of 200 slices, 25 a second, 6 s left");
  EXPECT_EQ(progress_text({"writing", 100'000'000, 100'000'000, "bytes"}, 4.0),
            "writing   100 % [####################] 100.0 of 100.0 MB, 25.0 MB a second");
  EXPECT_EQ(progress_text({"scanning", 1200, 0, "files"}, 2.0),
            "scanning  1200 files, 600 a second");
  EXPECT_EQ(
      progress_text({"loading", 1, 9000, "slices"}, 1.0),
      "loading     0 % [....................] 1 of 9000 slices, 1 a second, 149 min 59 s left");
}

TEST(OptionValues, AreReadWholeOrRefused) {
  EXPECT_EQ(picture_size("640x480").width, 640);
  EXPECT_EQ(window_of("-600,1500").centre, -600.0);
  for (const char* text : {"", "640", "640x", "x480", "640x480x2", "0x10", "-5x5", "99999x99999"}) {
    EXPECT_EQ(refusal([&] { picture_size(text); }).first, ErrorCode::invalid_argument) << text;
  }
  for (const char* text : {"", "1", "1,", ",1", "1,0", "1,-2", "nan,1", "1,inf", "1,2,3", "1 2"}) {
    EXPECT_EQ(refusal([&] { window_of(text); }).first, ErrorCode::invalid_argument) << text;
  }
}

TEST(OptionValues, ShardsAndAmountsAreReadWholeOrRefused) {
  EXPECT_EQ(shard_of("2/8").index, 2);
  EXPECT_EQ(shard_of("2/8").count, 8);
  for (const char* text : {"", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b"}) {
    EXPECT_EQ(refusal([&] { shard_of(text); }).first, ErrorCode::invalid_argument) << text;
  }
  EXPECT_EQ(bytes_of("2000000"), 2000000U);
  EXPECT_EQ(bytes_of("1.5k"), 1536U);
  EXPECT_EQ(bytes_of("512MB"), std::uint64_t{512} << 20);
  EXPECT_EQ(bytes_of("2T"), std::uint64_t{2} << 40);
  for (const char* text : {"", "M", "0", "-1G", "1Q", "1.2.3M", "nan", "inf", "1e300", "1 G"}) {
    EXPECT_EQ(refusal([&] { bytes_of(text); }).first, ErrorCode::invalid_argument) << text;
  }
}

TEST(Printable, LeavesNoControlCharacters) {
  EXPECT_EQ(printable("a\x1b[2Jb\nc"), "a?[2Jb?c");
  EXPECT_EQ(printable("größe × 3"), "größe × 3");
}

// Panels show them.
TEST(FusedStudies, NamesOfLabelsHoldNoIdentity) {
  const test::TemporaryFolder folder;
  test::Phantom ct;
  ct.patient_name = "Zqxcanary^Wjvsecret";
  test::write_phantom(ct, folder / "ct");
  const auto inside = [](int i, int, int) { return i < 4; };
  test::write_object(test::segmentation_of(ct, {{1, "lesion of ZQXCANARY", inside}}),
                     folder / "seg" / "seg.dcm");
  const FusionRequest request({.labels = (folder / "seg").string()}, Settings());
  const OpenStudy study = open_study({folder / "ct"}, "");
  const FusedStudies with = request.load(study.volume, {folder / "ct"});
  ASSERT_TRUE(with.fused.labels);
  EXPECT_EQ(with.fused.labels->styles.at(0).name, "lesion of [withheld]");
}

}  // namespace
}  // namespace volvr::app
