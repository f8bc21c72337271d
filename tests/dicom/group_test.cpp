// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "dicom/expect.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

TEST(group, two_patients_are_two_series_and_a_warning) {
  const TemporaryFolder folder;
  Phantom phantom;
  write_phantom(phantom, folder / "a");
  phantom.patient_id = "PHANTOM-2";
  phantom.patient_name = "Other^Person";
  phantom.study_uid = "2.25.2000";
  phantom.series_uid = "2.25.2000.1";
  write_phantom(phantom, folder / "b");
  const Catalog catalog = scan(folder.path());
  EXPECT_EQ(catalog.series.size(), 2U);
  EXPECT_TRUE(has_finding(catalog.findings, FindingCode::several_patients, Severity::warning));
  EXPECT_EQ(message_of(catalog.findings, FindingCode::several_patients),
            "These files belong to 2 different patients.");
}

TEST(group, a_series_uid_shared_by_two_patients_is_kept_apart) {
  const TemporaryFolder folder;
  Phantom phantom;
  write_phantom(phantom, folder / "a");
  phantom.patient_id = "PHANTOM-2";
  phantom.intercept = -2000;
  write_phantom(phantom, folder / "b");
  const Catalog catalog = scan(folder.path());
  ASSERT_EQ(catalog.series.size(), 2U);
  for (const SeriesInfo& series : catalog.series) {
    ASSERT_EQ(series.volumes.size(), 1U);
    EXPECT_EQ(series.volumes[0].slices.size(), 8U);
    for (const SourceInstance& slice : series.volumes[0].slices) {
      EXPECT_EQ(slice.file.parent_path().filename(),
                series.patient.patient_id == "PHANTOM-1" ? "a" : "b");
    }
  }
  ASSERT_GE(catalog.findings.size(), 2U);
  EXPECT_NE(catalog.findings[1].message.find("used for more than one patient"), std::string::npos);
}

TEST(group, one_patient_written_two_ways_is_one) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    if (slice.k % 2 == 0) slice.attributes["PatientName"] = "Phantom^Example^^";
  };
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  EXPECT_EQ(catalog.series.size(), 1U);
  EXPECT_TRUE(catalog.findings.empty());
}

TEST(group, the_same_id_from_two_issuers_is_two_patients) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["IssuerOfPatientID"] = slice.k < 4 ? "NORTH" : "SOUTH";
  };
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  EXPECT_EQ(catalog.series.size(), 2U);
  EXPECT_TRUE(has_finding(catalog.findings, FindingCode::several_patients, Severity::warning));
}

TEST(group, no_message_names_a_patient) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.patient_name = "Secretname^Zoe";
  phantom.patient_id = "SECRET-ID-77";
  phantom.edit = [](PhantomSlice& slice) { slice.written = slice.k != 3; };
  write_phantom(phantom, folder / "a");
  phantom.patient_id = "SECRET-ID-78";
  write_phantom(phantom, folder / "b");
  const Catalog catalog = scan(folder.path());
  std::string all;
  for (const Finding& finding : catalog.findings) all += finding.message;
  for (const SeriesInfo& series : catalog.series) {
    all += describe(series);
    for (const Finding& finding : series.findings) all += finding.message;
    for (const VolumeInfo& volume : series.volumes) {
      for (const Finding& finding : volume.findings) all += finding.message;
    }
  }
  EXPECT_FALSE(all.empty());
  EXPECT_EQ(all.find("Secretname"), std::string::npos) << all;
  EXPECT_EQ(all.find("SECRET-ID"), std::string::npos) << all;
}

TEST(group, series_come_by_number) {
  const TemporaryFolder folder;
  Phantom phantom;
  for (const int number : {12, 3, 7}) {
    phantom.series_number = number;
    phantom.series_uid = "2.25.1000." + std::to_string(number);
    write_phantom(phantom, folder / std::to_string(number));
  }
  const Catalog catalog = scan(folder.path());
  ASSERT_EQ(catalog.series.size(), 3U);
  EXPECT_EQ(catalog.series[0].series_number, 3);
  EXPECT_EQ(catalog.series[1].series_number, 7);
  EXPECT_EQ(catalog.series[2].series_number, 12);
}

}  // namespace
}  // namespace volvr::test
