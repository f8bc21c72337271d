// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/method.h"

#include <dcmtk/dcmdata/dctk.h>

#include <memory>
#include <string>

#include "dicom/deid/elements_of_item.h"
#include "dicom/deid/value_check.h"
#include "volvr/error.h"
#include "volvr/version.h"

namespace volvr::dicom::deid {

namespace {

struct Code {
  const char* value;
  const char* meaning;
};

std::vector<Code> codes_for(const DeidentifyOptions& options) {
  std::vector<Code> codes{{"113100", "Basic Application Confidentiality Profile"}};
  const auto add = [&](bool used, const char* value, const char* meaning) {
    if (used) codes.push_back({value, meaning});
  };
  add(options.clean_pixel_data, "113101", "Clean Pixel Data Option");
  add(options.clean_graphics, "113103", "Clean Graphics Option");
  add(options.clean_structured_content, "113104", "Clean Structured Content Option");
  add(options.clean_descriptors, "113105", "Clean Descriptors Option");
  add(options.dates == DateHandling::kept, "113106",
      "Retain Longitudinal Temporal Information Full Dates Option");
  add(options.dates == DateHandling::shifted, "113107",
      "Retain Longitudinal Temporal Information Modified Dates Option");
  add(options.retain_patient_characteristics, "113108", "Retain Patient Characteristics Option");
  add(options.retain_devices, "113109", "Retain Device Identity Option");
  add(options.retain_uids, "113110", "Retain UIDs Option");
  add(options.retain_safe_private, "113111", "Retain Safe Private Option");
  add(options.retain_institutions, "113112", "Retain Institution Identity Option");
  return codes;
}

const char* time_modified(DateHandling dates) {
  switch (dates) {
    case DateHandling::kept:
      return "UNMODIFIED";
    case DateHandling::shifted:
      return "MODIFIED";
    case DateHandling::removed:
      break;
  }
  return "REMOVED";
}

void require(const OFCondition& result) {
  if (result.bad()) {
    throw Error(ErrorCode::internal, "The method of de-identification cannot be written down.", {},
                result.text());
  }
}

void put_codes(DcmItem& data_set, const DeidentifyOptions& options) {
  auto sequence = std::make_unique<DcmSequenceOfItems>(DCM_DeidentificationMethodCodeSequence);
  for (const Code& code : codes_for(options)) {
    auto item = std::make_unique<DcmItem>();
    require(item->putAndInsertString(DCM_CodeValue, code.value));
    require(item->putAndInsertString(DCM_CodingSchemeDesignator, "DCM"));
    require(item->putAndInsertString(DCM_CodeMeaning, code.meaning));
    require(sequence->append(item.release()));
  }
  require(data_set.insert(sequence.release(), OFTrue));
}

}  // namespace

void write_method(DcmItem& data_set, const DeidentifyOptions& options, bool pixels_cleaned,
                  std::vector<ElementChange>& changes) {
  const auto put = [&](const DcmTagKey& key, const std::string& value) {
    require(data_set.putAndInsertString(key, value.c_str()));
  };
  put(DCM_PatientIdentityRemoved, "YES");
  put(DCM_DeidentificationMethod, std::string("volvr ") + version + " DICOM PS3.15 2024e annex E");
  put_codes(data_set, options);
  put(DCM_LongitudinalTemporalInformationModified, time_modified(options.dates));
  if (pixels_cleaned) put(DCM_BurnedInAnnotation, "NO");
  for (const char* path : {"(0012,0062)", "(0012,0063)", "(0012,0064)", "(0028,0303)"}) {
    changes.push_back({path, {}, "added"});
  }
  changes[changes.size() - 4].keyword = "PatientIdentityRemoved";
  changes[changes.size() - 3].keyword = "DeidentificationMethod";
  changes[changes.size() - 2].keyword = "DeidentificationMethodCodeSequence";
  changes[changes.size() - 1].keyword = "LongitudinalTemporalInformationModified";
}

}  // namespace volvr::dicom::deid
