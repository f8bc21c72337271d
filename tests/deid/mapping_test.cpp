// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <dcmtk/dcmdata/dctk.h>
#include <sys/stat.h>

#include <fstream>
#include <map>
#include <set>
#include <string>

#include "deid/canary_objects.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/deidentify.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

const PseudonymKey key_a(std::string(32, 'a'));
const PseudonymKey key_b(std::string(32, 'b'));

std::string value(const fs::path& file, const DcmTagKey& key) {
  DcmFileFormat format;
  EXPECT_TRUE(format.loadFile(file.c_str()).good()) << file;
  OFString text;
  format.getDataset()->findAndGetOFStringArray(key, text);
  return text.c_str();
}

PatientInfo patient(const std::string& id, const std::string& name = "Phantom^Example") {
  return {.patient_name = name,
          .patient_id = id,
          .issuer_of_patient_id = {},
          .patient_birth_date = {},
          .patient_sex = {}};
}

TEST(mapping, of_uids_is_valid_keyed_and_the_same_every_time) {
  const Deidentifier one(key_a);
  const std::string uid = one.uid("1.2.3.4");
  EXPECT_THAT(uid, testing::MatchesRegex("2\\.25\\.[1-9][0-9]{36,38}"));
  EXPECT_EQ(uid, Deidentifier(key_a, {.clean_graphics = true}).uid("1.2.3.4 "));
  EXPECT_NE(uid, Deidentifier(key_b).uid("1.2.3.4"));
  EXPECT_NE(uid, one.uid("1.2.3.5"));
  EXPECT_EQ(one.uid(""), "");
  EXPECT_EQ(one.uid(UID_CTImageStorage), UID_CTImageStorage);
  EXPECT_NE(one.uid("1.2.840.10008.5.1.4.1.1.2.4711"), "1.2.840.10008.5.1.4.1.1.2.4711");
  EXPECT_EQ(Deidentifier(key_a, {.retain_uids = true}).uid("1.2.3.4"), "1.2.3.4");
  EXPECT_NE(Deidentifier(key_a, {.retain_uids = true}).uid("../../x"), "../../x");
}

TEST(mapping, of_patients_follows_the_id_and_not_the_spelling) {
  const Deidentifier one(key_a);
  EXPECT_EQ(one.pseudonym(patient("7", "Doe^Jane")), one.pseudonym(patient(" 7", "DOE^JANE^^")));
  EXPECT_NE(one.pseudonym(patient("7")), one.pseudonym(patient("8")));
  EXPECT_EQ(one.pseudonym(patient("", "Doe^Jane")), one.pseudonym(patient("", "Doe^Jane^^")));
  EXPECT_EQ(one.pseudonym({}), "");
  EXPECT_NE(one.pseudonym(patient("7")), Deidentifier(key_b).pseudonym(patient("7")));
}

TEST(mapping, of_dates_keeps_intervals_within_a_patient_alone) {
  const Deidentifier one(key_a, {.dates = DateHandling::shifted});
  std::set<std::string> shifts;
  for (int id = 0; id < 20; ++id) {
    const PatientInfo who = patient(std::to_string(id));
    EXPECT_EQ(one.date("20200101-20200131", who, "")->substr(0, 8), one.date("20200101", who, ""));
    EXPECT_LT(*one.date("20200101", who, ""), "20200101");
    EXPECT_GT(*one.date("20200101", who, ""), "20091231");
    shifts.insert(*one.date("20200101", who, ""));
  }
  EXPECT_GT(shifts.size(), 15U);
  EXPECT_EQ(Deidentifier(key_a).date("20200101", patient("1"), ""), std::nullopt);
  EXPECT_EQ(Deidentifier(key_a, {.dates = DateHandling::kept}).date("20200101", patient("1"), ""),
            "20200101");
  EXPECT_EQ(one.time("101112"), "101112");
}

// Two studies of one patient that refer to each other.
void write_archive(const fs::path& folder) {
  for (int study = 1; study <= 2; ++study) {
    Phantom phantom;
    phantom.size = {8, 8, 3};
    phantom.study_uid = "2.25.100" + std::to_string(study);
    phantom.series_uid = phantom.study_uid + ".1";
    phantom.edit = [&](PhantomSlice& slice) {
      slice.attributes["StudyDate"] = study == 1 ? "20200101" : "20200219";
      slice.attributes["SeriesDescription"] = "CT chest of Phantom";
    };
    for (const fs::path& file : write_phantom(phantom, folder / std::to_string(study))) {
      DcmFileFormat format;
      format.loadFile(file.c_str());
      format.loadAllDataIntoMemory();
      DcmItem* item = nullptr;
      format.getDataset()->findOrCreateSequenceItem(DCM_SourceImageSequence, item, -2);
      item->putAndInsertString(DCM_ReferencedSOPClassUID, UID_CTImageStorage);
      item->putAndInsertString(DCM_ReferencedSOPInstanceUID, "2.25.1001.1.2");
      format.saveFile(file.c_str(), EXS_LittleEndianExplicit);
    }
  }
}

std::map<std::string, fs::path> outputs_by_study_date(const fs::path& folder) {
  std::map<std::string, fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[value(entry.path(), DCM_StudyDate)] = entry.path();
  }
  return files;
}

TEST(archive, keeps_references_patients_and_intervals_over_runs) {
  const TemporaryFolder folder;
  write_archive(folder.path() / "in");
  const fs::path out = folder.path() / "out";
  for (const char* study : {"1", "2"}) {
    const Deidentifier run(key_a, {.dates = DateHandling::shifted});
    const auto summary = deidentify({folder.path() / "in" / study}, out, run);
    EXPECT_EQ(summary.written, 3U);
  }
  const auto files = outputs_by_study_date(out);
  ASSERT_EQ(files.size(), 2U);
  const fs::path first = files.begin()->second;
  const fs::path second = files.rbegin()->second;
  EXPECT_NE(value(first, DCM_StudyInstanceUID), value(second, DCM_StudyInstanceUID));
  EXPECT_EQ(value(first, DCM_PatientID), value(second, DCM_PatientID));
  EXPECT_EQ(value(first, DCM_PatientName), value(first, DCM_PatientID));
  const Deidentifier mapping(key_a, {.dates = DateHandling::shifted});
  EXPECT_EQ(files.begin()->first, mapping.date("20200101", patient("PHANTOM-1"), ""));
  EXPECT_EQ(files.rbegin()->first, mapping.date("20200219", patient("PHANTOM-1"), ""));
  EXPECT_EQ(value(first, DCM_PatientID), mapping.pseudonym(patient("PHANTOM-1")));
  DcmFileFormat format;
  format.loadFile(second.c_str());
  DcmItem* item = nullptr;
  ASSERT_TRUE(format.getDataset()->findAndGetSequenceItem(DCM_SourceImageSequence, item).good());
  OFString referenced;
  OFString sop_class;
  item->findAndGetOFString(DCM_ReferencedSOPInstanceUID, referenced);
  item->findAndGetOFString(DCM_ReferencedSOPClassUID, sop_class);
  EXPECT_EQ(referenced, mapping.uid("2.25.1001.1.2").c_str());
  EXPECT_EQ(sop_class, UID_CTImageStorage);
  EXPECT_TRUE(fs::exists(out / mapping.uid("2.25.1001") / mapping.uid("2.25.1001.1") /
                         (mapping.uid("2.25.1001.1.2") + ".dcm")));
}

TEST(archive, is_the_same_however_many_threads_and_whichever_order) {
  const TemporaryFolder folder;
  write_archive(folder.path() / "in");
  const Deidentifier run(key_a);
  deidentify({folder.path() / "in"}, folder.path() / "one", run, {.threads = 1});
  deidentify({folder.path() / "in" / "2", folder.path() / "in" / "1"}, folder.path() / "four", run,
             {.threads = 4});
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path() / "one")) {
    if (!entry.is_regular_file()) continue;
    const fs::path other = folder.path() / "four" / fs::relative(entry, folder.path() / "one");
    EXPECT_EQ(bytes_of(entry.path()), bytes_of(other));
    ++files;
  }
  EXPECT_EQ(files, 6);
}

TEST(archive, run_again_writes_nothing_twice) {
  const TemporaryFolder folder;
  write_archive(folder.path() / "in");
  const fs::path out = folder.path() / "out";
  const Deidentifier run(key_a);
  deidentify({folder.path() / "in"}, out, run);
  const auto again = deidentify({folder.path() / "in"}, out, run);
  EXPECT_EQ(again.was_there, 6U);
  EXPECT_EQ(again.written, 0U);
  // Other options would give other bytes under the same names.
  const auto other =
      deidentify({folder.path() / "in"}, out, Deidentifier(key_a, {.dates = DateHandling::kept}));
  EXPECT_EQ(other.refused, 6U);
  const auto replaced =
      deidentify({folder.path() / "in"}, out, Deidentifier(key_a, {.dates = DateHandling::kept}),
                 {.overwrite = true});
  EXPECT_EQ(replaced.written, 6U);
}

TEST(archive, never_replaces_one_input_by_another_of_the_same_instance) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {8, 8, 1};
  write_phantom(phantom, folder.path() / "in" / "a");
  write_phantom(phantom, folder.path() / "in" / "b");
  phantom.intercept = 5;
  write_phantom(phantom, folder.path() / "in" / "c");
  for (const bool overwrite : {false, true}) {
    const auto summary = deidentify({folder.path() / "in"}, folder.path() / "out",
                                    Deidentifier(key_a), {.threads = 1, .overwrite = overwrite});
    EXPECT_EQ(summary.written + summary.was_there, 2U);
    EXPECT_EQ(summary.refused, 1U);
  }
}

TEST(key, file_is_made_once_and_for_its_owner_alone) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "key";
  const PseudonymKey key = PseudonymKey::from_file(file);
  EXPECT_EQ(fs::file_size(file), 32U);
  struct stat status{};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(PseudonymKey::from_file(file).bytes(), key.bytes());
  EXPECT_NE(PseudonymKey::random().bytes(), key.bytes());
  fs::permissions(file, fs::perms(0644));
  EXPECT_THROW(PseudonymKey::from_file(file), Error);
  fs::permissions(file, fs::perms(0600));
  std::ofstream(file, std::ios::app) << "x";
  EXPECT_THROW(PseudonymKey::from_file(file), Error);
  EXPECT_THROW(PseudonymKey(std::string("short")), Error);
}

}  // namespace
}  // namespace volvr::test
