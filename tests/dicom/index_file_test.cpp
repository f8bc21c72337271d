// SPDX-License-Identifier: Apache-2.0
//
// A DICOMDIR beside the files that it names: what is missing, what it does not name, and references
// that lead where none may be followed.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/catalog.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

struct Record {
  std::string file_id;  ///< parts divided by backslashes
  std::string sop_instance_uid;
  bool is_active = true;
};

// The dictionary has a representation of its own for these, which nothing can be put into.
void put_offset(DcmItem& item, const DcmTagKey& tag, std::size_t offset) {
  auto* element = new DcmUnsignedLong(DcmTag(tag, EVR_UL));
  ASSERT_TRUE(element->putUint32(static_cast<Uint32>(offset)).good());
  ASSERT_TRUE(item.insert(element, OFTrue).good());
}

// Records one behind the other; `circle` links the last to the first.
void write_index(const fs::path& file, const std::vector<Record>& records, bool circle = false) {
  DcmFileFormat format;
  auto* sequence = new DcmSequenceOfItems(DCM_DirectoryRecordSequence);
  for (const Record& one : records) {
    auto* item = new DcmItem();
    put_offset(*item, DCM_OffsetOfTheNextDirectoryRecord, 0);
    item->putAndInsertUint16(DCM_RecordInUseFlag, one.is_active ? 0xffff : 0);
    put_offset(*item, DCM_OffsetOfReferencedLowerLevelDirectoryEntity, 0);
    item->putAndInsertString(DCM_DirectoryRecordType, "IMAGE");
    item->putAndInsertString(DCM_ReferencedFileID, one.file_id.c_str());
    if (!one.sop_instance_uid.empty()) {
      item->putAndInsertString(DCM_ReferencedSOPInstanceUIDInFile, one.sop_instance_uid.c_str());
    }
    sequence->append(item);
  }
  DcmDataset& items = *format.getDataset();
  items.putAndInsertString(DCM_FileSetID, "TEST");
  put_offset(items, DCM_OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0);
  items.insert(sequence, OFTrue);
  format.getMetaInfo()->putAndInsertString(DCM_MediaStorageSOPClassUID,
                                           UID_MediaStorageDirectoryStorage);
  format.getMetaInfo()->putAndInsertString(DCM_MediaStorageSOPInstanceUID, "2.25.77");
  const auto save = [&] {
    ASSERT_TRUE(format.saveFile(file.c_str(), EXS_LittleEndianExplicit, EET_ExplicitLength).good());
  };
  save();
  // Where the first record begins: an item behind the sequence's own head.
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto head = bytes.find(std::string("\x04\x00\x20\x12SQ", 6));
  const std::size_t first = head + 12;
  put_offset(items, DCM_OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, first);
  if (circle) {
    for (unsigned long i = 0; i < sequence->card(); ++i) {
      put_offset(*sequence->getItem(i), DCM_OffsetOfTheNextDirectoryRecord, first);
    }
  }
  save();
}

std::vector<Finding> index_findings(const Catalog& catalog) {
  std::vector<Finding> found;
  for (const Finding& finding : catalog.findings) {
    if (finding.code == FindingCode::index_file) found.push_back(finding);
  }
  return found;
}

bool is_said(const std::vector<Finding>& findings, Severity severity, const std::string& words) {
  for (const Finding& finding : findings) {
    if (finding.severity == severity && finding.message.find(words) != std::string::npos) {
      return true;
    }
  }
  return false;
}

// A phantom's files below "IMAGES", and a record for each.
struct Study {
  Study() {
    Phantom phantom;
    phantom.size = {8, 6, 4};
    phantom.edit = [](PhantomSlice& slice) { slice.file_name = "IM" + std::to_string(slice.k); };
    write_phantom(phantom, folder.path() / "IMAGES");
    for (int k = 0; k < phantom.size.z(); ++k) {
      records.push_back(
          {"IMAGES\\IM" + std::to_string(k), phantom.series_uid + "." + std::to_string(k + 1)});
    }
  }

  Catalog scanned(bool circle = false) const {
    write_index(folder.path() / "DICOMDIR", records, circle);
    return scan(folder.path());
  }

  TemporaryFolder folder;
  std::vector<Record> records;
};

TEST(index_files, that_name_all_that_is_there_are_a_note) {
  const Study study;
  const Catalog catalog = study.scanned();
  const auto findings = index_findings(catalog);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::note);
  EXPECT_EQ(findings[0].message,
            "The index DICOMDIR names 4 files; all are there, and no other DICOM file is.");
  EXPECT_EQ(catalog.dicom_files, 5U);
  EXPECT_FALSE(has_finding(catalog.findings, FindingCode::no_pixels, Severity::note));
}

TEST(index_files, missing_and_unnamed_files_are_told) {
  Study study;
  fs::remove(study.folder.path() / "IMAGES" / "IM2");
  study.records.erase(study.records.begin());
  study.records.push_back({"IMAGES\\IM9", "2.25.9", false});  // inactive: no reference
  const auto findings = index_findings(study.scanned());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_TRUE(is_said(findings, Severity::warning, "IM2, which the index DICOMDIR names, is not"));
  EXPECT_TRUE(is_said(findings, Severity::note, "IM0 is not named by the index DICOMDIR"));
  EXPECT_EQ(findings[0].files, std::vector{(study.folder.path() / "IMAGES/IM2").string()});
}

TEST(index_files, files_that_are_other_objects_are_told) {
  Study study;
  std::swap(study.records[1].sop_instance_uid, study.records[2].sop_instance_uid);
  const auto findings = index_findings(study.scanned());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(is_said(findings, Severity::warning, "2 files hold other objects"));
}

TEST(index_files, names_in_small_letters_are_the_same) {
  Study study;
  for (int k = 0; k < 4; ++k) {
    const fs::path images = study.folder.path() / "IMAGES";
    fs::rename(images / ("IM" + std::to_string(k)), images / ("im" + std::to_string(k)));
  }
  fs::rename(study.folder.path() / "IMAGES", study.folder.path() / "images");
  const auto findings = index_findings(study.scanned());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(is_said(findings, Severity::note, "names 4 files; all are there"));
}

TEST(index_files, references_out_of_their_folder_are_not_followed) {
  const TemporaryFolder outside;
  Phantom phantom;
  phantom.series_uid = "2.25.1000.7";
  phantom.edit = [](PhantomSlice& slice) { slice.file_name = "OUT" + std::to_string(slice.k); };
  write_phantom(phantom, outside.path());
  for (const std::string& file_id :
       {std::string("..\\OUT1"), std::string("IMAGES\\..\\..\\OUT1"),
        (outside.path() / "OUT1").string(), std::string("C:\\OUT1"), std::string("../OUT1")}) {
    Study study;
    study.records.push_back({file_id, {}});
    const Catalog catalog = study.scanned();
    const auto findings = index_findings(catalog);
    ASSERT_EQ(findings.size(), 1U) << file_id;
    EXPECT_TRUE(
        is_said(findings, Severity::warning, "1 reference of the index DICOMDIR would lead"))
        << file_id;
    EXPECT_EQ(catalog.series.size(), 1U) << file_id;
  }
}

TEST(index_files, links_out_of_their_folder_are_told_and_circles_of_links_end) {
  const TemporaryFolder outside;
  std::ofstream(outside.path() / "TARGET") << "not for us";
  Study study;
  fs::create_symlink(outside.path() / "TARGET", study.folder.path() / "IMAGES" / "LINK");
  fs::create_symlink("LOOP", study.folder.path() / "IMAGES" / "LOOP");
  study.records.push_back({"IMAGES\\LINK", {}});
  study.records.push_back({"IMAGES\\LOOP", {}});
  const auto findings = index_findings(study.scanned());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_TRUE(is_said(findings, Severity::warning, "LOOP, which the index DICOMDIR names, is not"));
  EXPECT_TRUE(is_said(findings, Severity::warning, "1 reference of the index DICOMDIR would lead"));
}

TEST(index_files, records_in_a_circle_are_read_once) {
  const Study study;
  const auto findings = index_findings(study.scanned(true));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(is_said(findings, Severity::warning, "linked in a circle"));
}

TEST(index_files, more_records_than_the_setting_allows_are_refused) {
  Study study;
  for (int i = 0; i < 300; ++i) study.records.push_back({"X" + std::to_string(i), {}});
  study.scanned();
  Settings settings;
  settings.set("dicom.elements", "1000");
  const Catalog catalog = scan(study.folder.path(), {.settings = settings});
  EXPECT_TRUE(has_finding(catalog.findings, FindingCode::over_limit, Severity::warning));
  EXPECT_TRUE(index_findings(catalog).empty());
  EXPECT_EQ(catalog.series.size(), 1U);
}

TEST(index_files, alone_are_compared_with_what_lies_beside_them) {
  const Study study;
  study.scanned();
  const Catalog catalog = scan(study.folder.path() / "DICOMDIR");
  EXPECT_TRUE(is_said(index_findings(catalog), Severity::note, "names 4 files"));
}

// A folder with an index of its own within another one's.
TEST(index_files, of_folders_within_speak_for_what_is_below_them) {
  const Study study;
  study.scanned();
  const Study inner;
  inner.scanned();
  fs::copy(inner.folder.path(), study.folder.path() / "INNER", fs::copy_options::recursive);
  fs::copy(inner.folder.path() / "IMAGES" / "IM1", study.folder.path() / "INNER" / "EXTRA");
  const auto findings = index_findings(scan(study.folder.path()));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_TRUE(is_said(findings, Severity::note, "names 4 files; all are there"));
  EXPECT_TRUE(is_said(findings, Severity::note, "EXTRA is not named by the index DICOMDIR"));
}

TEST(index_files, by_a_path_from_here_are_compared_too) {
  const Study study;
  study.scanned();
  const fs::path before = fs::current_path();
  fs::current_path(study.folder.path());
  for (const fs::path& place : {fs::path("."), fs::path("DICOMDIR"), fs::path("./DICOMDIR")}) {
    EXPECT_TRUE(is_said(index_findings(scan(place)), Severity::note, "names 4 files; all"))
        << place;
  }
  fs::current_path(before);
}

TEST(index_files, of_real_discs_name_what_is_there) {
  VOLVR_SHARED_SET_OR_SKIP(set, "dicomdir_public");
  for (const Finding& finding : index_findings(scan(set))) {
    EXPECT_EQ(finding.severity, Severity::note) << finding.message;
  }
  const Catalog catalog = scan(set / "DICOMDIR");
  const auto alone = index_findings(catalog);
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_EQ(alone[0].message,
            "The index DICOMDIR names 31 files; all are there, and no other DICOM file is.");
}

}  // namespace
}  // namespace volvr::test
