// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/policy.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"
#include "dicom/deid/elements_of_item.h"
#include "dicom/deid/profile.h"

namespace volvr::dicom::deid {

namespace {

std::string text_of(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  item.findAndGetOFStringArray(key, value);
  return std::string(trim(std::string_view(value.c_str(), value.size())));
}

bool names_person(DcmElement& element) {
  const Tag tag = tag_of(element);
  if (element.ident() == EVR_PN) return true;
  if (tag == tag::accession_number || tag == 0x00200010 || tag == 0x00380010) return true;
  return tag >> 16 == 0x0010 && takes_value(tag) && !is_descriptor(tag);
}

void collect(DcmItem& item, IdentityWords& identity, int depth) {
  if (depth > deepest_nesting) return;  // refused later, with its reason
  for (DcmElement* element : elements_of_item(item)) {
    for (DcmItem* part : items_of(*element)) collect(*part, identity, depth + 1);
    if (!names_person(*element)) continue;
    if (const auto value = text_value(*element)) {
      for (const std::string_view one : split(*value, '\\')) identity.add(one);
    }
  }
}

}  // namespace

std::string patient_key(const PatientInfo& patient) {
  const std::string id(trim(patient.patient_id));
  const std::string birth(trim(patient.patient_birth_date));
  std::string_view name = trim(patient.patient_name);
  name = name.substr(0, name.find_last_not_of("^= ") + 1);
  if (!id.empty()) return "id\n" + id + "\n" + std::string(trim(patient.issuer_of_patient_id));
  if (name.empty()) return {};
  return "name\n" + std::string(name) + "\n" + birth;
}

std::string patient_key(DcmItem& item) {
  return patient_key(PatientInfo{.patient_name = text_of(item, DCM_PatientName),
                                 .patient_id = text_of(item, DCM_PatientID),
                                 .issuer_of_patient_id = text_of(item, DCM_IssuerOfPatientID),
                                 .patient_birth_date = text_of(item, DCM_PatientBirthDate),
                                 .patient_sex = {}});
}

int shift_of(const Policy& policy, const std::string& patient, const std::string& study_uid) {
  if (policy.options.dates != DateHandling::shifted) return 0;
  return -policy.pseudonyms.days_back(patient.empty() ? "study\n" + study_uid : patient);
}

Subject subject_of(const Policy& policy, DcmItem& data_set) {
  Subject subject;
  subject.patient = patient_key(data_set);
  subject.days = shift_of(policy, subject.patient, text_of(data_set, DCM_StudyInstanceUID));
  subject.iod = iod_of(text_of(data_set, DCM_SOPClassUID));
  collect(data_set, subject.identity, 0);
  return subject;
}

bool is_registered_uid(const std::string& uid) {
  // Coding schemes of PS3.16 Table 8-1 that are not DICOM's own.
  constexpr std::array<std::string_view, 8> schemes{
      "2.16.840.1.113883.6.96",  "2.16.840.1.113883.6.8",   "2.16.840.1.113883.6.1",
      "2.16.840.1.113883.6.256", "2.16.840.1.113883.6.119", "2.16.840.1.113883.6.3",
      "1.2.840.10008.2.16.4",    "2.16.840.1.113883.6.86"};
  return std::ranges::find(schemes, uid) != schemes.end() ||
         dcmFindNameOfUID(uid.c_str()) != nullptr;
}

bool is_uid(const std::string& uid) {
  const auto fits = [](char c) { return c == '.' || (c >= '0' && c <= '9'); };
  return !uid.empty() && uid.size() <= 64 && std::ranges::all_of(uid, fits) && uid.front() != '.' &&
         uid.back() != '.' && uid.find("..") == std::string::npos;
}

std::string mapped_uid(const Policy& policy, const std::string& uid) {
  if (uid.empty() || is_registered_uid(uid)) return uid;
  if (policy.options.retain_uids && is_uid(uid)) return uid;
  return policy.pseudonyms.uid(uid);
}

}  // namespace volvr::dicom::deid
