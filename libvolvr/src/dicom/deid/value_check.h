// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcelem.h>

#include <string>
#include <string_view>

namespace volvr::dicom::deid {

/// How the values of a VR can tell who somebody is, and so how they are treated.
enum class ValueKind {
  sequence,
  person,     ///< PN
  words,      ///< CS, SH, LO, UC: one or more short texts
  prose,      ///< ST, LT, UT: one text
  address,    ///< AE, UR
  uid,        ///< UI
  date,       ///< DA
  date_time,  ///< DT
  time,       ///< TM
  numerals,   ///< IS, DS: numbers as text
  age,        ///< AS
  numbers,    ///< binary numbers and tags
  bytes,      ///< OB, OW and their like, and what is unknown
};

ValueKind kind_of(DcmEVR vr);

/// What the dictionary says of an attribute of the standard.
struct DictionaryEntry {
  bool known = false;
  DcmEVR vr = EVR_UNKNOWN;
  int most_values = 1;  ///< -1: any number
  std::string keyword;
};
DictionaryEntry look_up(const DcmTagKey& key);

/// Whether an element's own VR is one of those that the dictionary gives for it.
bool is_of_vr(DcmElement& element, DcmEVR expected);

/// Whether binary numbers are letters in truth: all their bytes print, and there are six or more.
bool reads_as_text(DcmElement& element);

/// Whether text is a number as DS or IS (PS3.5 6.2) writes it; empty is one, too.
bool is_numeral(std::string_view value, bool whole);

/// "045Y"
bool is_age(std::string_view value);

/// Codes of DCM, SNOMED CT (by its check digit), SNOMED RT and LOINC.
bool is_code_value(std::string_view value);

/// A defined term of SpecificCharacterSet.
bool is_character_set(std::string_view value);

/// Without control characters, and no longer than the VR allows.
bool fits_vr(std::string_view value, DcmEVR vr);

}  // namespace volvr::dicom::deid
