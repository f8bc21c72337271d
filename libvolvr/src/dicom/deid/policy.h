// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dicom/deid/iod.h"
#include "dicom/deid/pseudonyms.h"
#include "dicom/deid/words.h"
#include "volvr/deidentify.h"

class DcmItem;

namespace volvr::dicom::deid {

/// What holds for a whole archive.
struct Policy {
  DeidentifyOptions options;
  Pseudonyms pseudonyms;
};

/// What holds for one object.
struct Subject {
  std::string patient;  ///< what its pseudonym follows from; empty where nobody is named
  int days = 0;         ///< added to dates
  Iod iod = Iod::other;
  IdentityWords identity;
};

/// What tells a patient from others: PatientID with its issuer, or else name and birth date.
std::string patient_key(const PatientInfo& patient);
std::string patient_key(DcmItem& item);

/// How dates move: by what is the patient's own, or else the study's.
int shift_of(const Policy& policy, const std::string& patient, const std::string& study_uid);

/// Reads it off the object before anything is changed.
Subject subject_of(const Policy& policy, DcmItem& data_set);

/// The UID that stands for this one; itself where the standard registers it or UIDs are retained.
std::string mapped_uid(const Policy& policy, const std::string& uid);

/// Whether it names something of the standard: a SOP class, a transfer syntax, a coding scheme.
bool is_registered_uid(const std::string& uid);

/// Digits and single dots, 64 at most (PS3.5 chapter 9.1).
bool is_uid(const std::string& uid);

}  // namespace volvr::dicom::deid
