// SPDX-License-Identifier: Apache-2.0
#include "dicom/index_records.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <map>

#include "core/text.h"
#include "dicom/whole_header.h"

namespace volvr::dicom {

namespace {

constexpr Uint16 inactive = 0x0000;

std::string text_at(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  item.findAndGetOFStringArray(tag, text);
  return std::string(trim(text.c_str()));
}

Uint32 offset_at(DcmItem& item, const DcmTagKey& tag) {
  Uint32 offset = 0;
  item.findAndGetUint32(tag, offset);
  return offset;
}

struct Links {
  Uint32 next = 0;
  Uint32 lower = 0;
  bool passed = false;
};

// Goes over the tree of records without recursion; each is passed once.
void follow_links(Uint32 first, std::map<Uint32, Links>& records, IndexRecords& found) {
  std::vector<Uint32> pending{first};
  while (!pending.empty()) {
    const Uint32 offset = pending.back();
    pending.pop_back();
    if (offset == 0) continue;
    const auto record = records.find(offset);
    if (record == records.end()) {
      found.leads_astray = true;
    } else if (record->second.passed) {
      found.goes_in_circles = true;
    } else {
      record->second.passed = true;
      pending.push_back(record->second.next);
      pending.push_back(record->second.lower);
    }
  }
}

}  // namespace

IndexRecords read_index(const std::filesystem::path& file, const Settings& settings) {
  WholeHeader header(file, settings);
  IndexRecords found;
  std::map<Uint32, Links> links;
  DcmSequenceOfItems* records = nullptr;
  header.items().findAndGetSequence(DCM_DirectoryRecordSequence, records);
  DcmObject* object = nullptr;
  while (records != nullptr && (object = records->nextInContainer(object)) != nullptr) {
    auto* item = dynamic_cast<DcmItem*>(object);
    if (item == nullptr) continue;
    if (const auto* record = dynamic_cast<DcmDirectoryRecord*>(item)) {
      links[record->getFileOffset()] = {
          offset_at(*item, DCM_OffsetOfTheNextDirectoryRecord),
          offset_at(*item, DCM_OffsetOfReferencedLowerLevelDirectoryEntity), false};
    }
    Uint16 in_use = 0xffff;
    item->findAndGetUint16(DCM_RecordInUseFlag, in_use);
    std::string file_id = text_at(*item, DCM_ReferencedFileID);
    if (in_use == inactive || file_id.empty()) continue;
    found.references.push_back(
        {std::move(file_id), text_at(*item, DCM_ReferencedSOPInstanceUIDInFile)});
  }
  follow_links(
      offset_at(header.items(), DCM_OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity), links,
      found);
  return found;
}

}  // namespace volvr::dicom
