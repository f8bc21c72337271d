// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <memory>

#include "volvr/error.h"
#include "volvr/layers.h"

namespace volvr::test {
namespace {

SeriesInfo a_series() {
  SeriesInfo series;
  series.series_instance_uid = "2.25.1.1";
  series.study.study_instance_uid = "2.25.1";
  series.frame_of_reference_uid = "2.25.1.9";
  series.patient = {"Phantom^Example", "PHANTOM-1", "here", "19700101", "O"};
  return series;
}

Volume volume_of(const SeriesInfo& series) {
  GridGeometry grid;
  grid.size = {2, 2, 2};
  const auto provenance = std::make_shared<Provenance>();
  provenance->series = series;
  return {grid, VoxelType::uint8, allocate_voxels(8), 1, {}, provenance};
}

bool is_refused(const SeriesInfo& other) {
  try {
    require_same_patient(volume_of(a_series()), volume_of(other));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::mixed_patients);
    return true;
  }
  return false;
}

std::vector<std::string> warnings_of(const SeriesInfo& other) {
  return fusion_warnings(volume_of(a_series()), volume_of(other));
}

TEST(Fusion, OfOnePatientStudyAndFrameOfReferenceIsSilent) {
  EXPECT_FALSE(is_refused(a_series()));
  EXPECT_TRUE(warnings_of(a_series()).empty());
}

TEST(Fusion, OfDifferentPatientsIsRefused) {
  for (const auto& member : {&PatientInfo::patient_id, &PatientInfo::issuer_of_patient_id,
                             &PatientInfo::patient_birth_date}) {
    SeriesInfo other = a_series();
    other.patient.*member += "1";
    EXPECT_TRUE(is_refused(other));
    EXPECT_EQ(warnings_of(other).size(), 1U);
  }
  SeriesInfo nobody = a_series();
  nobody.patient.patient_id.clear();
  EXPECT_TRUE(is_refused(nobody));
}

TEST(Fusion, APatientWhoseBirthDateOneVolumeLacksIsTheSame) {
  SeriesInfo other = a_series();
  other.patient.patient_birth_date.clear();
  other.patient.issuer_of_patient_id.clear();
  EXPECT_FALSE(is_refused(other));
  EXPECT_TRUE(warnings_of(other).empty());
}

TEST(Fusion, ANameIsComparedWithoutItsSpelling) {
  SeriesInfo other = a_series();
  other.patient.patient_name = "PHANTOM^EXAMPLE^^";
  EXPECT_TRUE(warnings_of(other).empty());
  other.patient.patient_name = "Other^Example";
  EXPECT_FALSE(is_refused(other));
  ASSERT_EQ(warnings_of(other).size(), 1U);
  EXPECT_EQ(warnings_of(other)[0].find("Other"), std::string::npos) << "no identity";
}

TEST(Fusion, OfPicturesThatTellOfNobodyIsWarnedOf) {
  SeriesInfo nobody = a_series();
  nobody.patient = {};
  const Volume volume = volume_of(nobody);
  EXPECT_NO_THROW(require_same_patient(volume, volume));
  EXPECT_EQ(fusion_warnings(volume, volume).size(), 1U);
}

TEST(Fusion, AnotherStudyAndFrameOfReferenceAreWarnedOf) {
  SeriesInfo other = a_series();
  other.study.study_instance_uid = "2.25.2";
  EXPECT_EQ(warnings_of(other).size(), 1U);
  other.frame_of_reference_uid = "2.25.2.9";
  EXPECT_EQ(warnings_of(other).size(), 2U);
  other.frame_of_reference_uid.clear();
  EXPECT_EQ(warnings_of(other).size(), 2U);
  EXPECT_FALSE(is_refused(other));
}

TEST(Fusion, OfVolumesMadeInMemoryIsSilent) {
  EXPECT_NO_THROW(require_same_patient(volume_of(a_series()), volume_of({})));
  EXPECT_TRUE(warnings_of({}).empty());
}

TEST(LabelColours, OfNeighbouringNumbersAreFarApart) {
  for (std::int64_t label = -3; label < 200; ++label) {
    const Eigen::Vector3d colour = label_colour(label);
    EXPECT_GE(colour.minCoeff(), 0.0);
    EXPECT_LE(colour.maxCoeff(), 1.0);
    EXPECT_GT(colour.maxCoeff(), 0.6) << "seen on black";
    for (std::int64_t next = label + 1; next < label + 6; ++next) {
      EXPECT_GT((colour - label_colour(next)).norm(), 0.12) << label << " and " << next;
    }
  }
}

TEST(LabelColours, EachLabelOfAVolumeGetsOne) {
  GridGeometry grid;
  grid.size = {4, 1, 1};
  const auto buffer = allocate_voxels(4 * sizeof(std::int32_t));
  auto* values = static_cast<std::int32_t*>(buffer.get());
  values[0] = 70000;
  values[1] = 0;
  values[2] = -5;
  values[3] = 70000;
  const Labels labels = labels_of({grid, VoxelType::int32, buffer});
  ASSERT_EQ(labels.styles.size(), 2U);
  EXPECT_EQ(labels.styles[0].label, -5);
  EXPECT_EQ(labels.styles[1].label, 70000);
  EXPECT_EQ(labels.styles[1].rgb, label_colour(70000));
  EXPECT_THROW(labels_of({}), Error);
}

}  // namespace
}  // namespace volvr::test
