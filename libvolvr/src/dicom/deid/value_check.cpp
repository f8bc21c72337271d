// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/value_check.h"

#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <vector>

#include "core/text.h"

namespace volvr::dicom::deid {

namespace {

bool is_digit(unsigned char c) {
  return std::isdigit(c) != 0;
}

bool matches(std::string_view value, const std::regex& pattern) {
  return std::regex_match(value.begin(), value.end(), pattern);
}

// The last digit of a SNOMED CT identifier is a check digit after Verhoeff (1969).
bool has_verhoeff_digit(std::string_view digits) {
  constexpr std::array<int, 8> permutation_base{1, 5, 7, 6, 2, 8, 3, 0};
  const auto permuted = [&](std::size_t position, int digit) {
    for (std::size_t i = 0; i < position % 8; ++i) {
      digit = digit == 8 ? 9 : digit == 9 ? 4 : permutation_base[static_cast<std::size_t>(digit)];
    }
    return digit;
  };
  // Multiplication in the dihedral group of a pentagon.
  const auto times = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
    return b < 5 ? 5 + (a - 5 - b + 5) % 5 : (a - b + 5) % 5;
  };
  int check = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    check = times(check, permuted(i, digits[digits.size() - 1 - i] - '0'));
  }
  return check == 0;
}

}  // namespace

ValueKind kind_of(DcmEVR vr) {
  switch (vr) {
    case EVR_SQ:
      return ValueKind::sequence;
    case EVR_PN:
      return ValueKind::person;
    case EVR_CS:
    case EVR_SH:
    case EVR_LO:
    case EVR_UC:
      return ValueKind::words;
    case EVR_ST:
    case EVR_LT:
    case EVR_UT:
      return ValueKind::prose;
    case EVR_AE:
    case EVR_UR:
      return ValueKind::address;
    case EVR_UI:
      return ValueKind::uid;
    case EVR_DA:
      return ValueKind::date;
    case EVR_DT:
      return ValueKind::date_time;
    case EVR_TM:
      return ValueKind::time;
    case EVR_IS:
    case EVR_DS:
      return ValueKind::numerals;
    case EVR_AS:
      return ValueKind::age;
    case EVR_AT:
    case EVR_FD:
    case EVR_FL:
    case EVR_SL:
    case EVR_SS:
    case EVR_SV:
    case EVR_UL:
    case EVR_US:
    case EVR_UV:
    case EVR_up:
    case EVR_xs:
      return ValueKind::numbers;
    default:
      return ValueKind::bytes;
  }
}

DictionaryEntry look_up(const DcmTagKey& key) {
  DictionaryEntry entry;
  const DcmDataDictionary& dictionary = dcmDataDict.rdlock();
  if (const DcmDictEntry* found = dictionary.findEntry(key, nullptr)) {
    entry.known = true;
    entry.vr = found->getEVR();
    entry.most_values = found->getVMMax();
    // DCMTK marks what is retired in the name itself; the standard does not.
    const std::string name = found->getTagName();
    entry.keyword = name.starts_with("RETIRED_") ? name.substr(8) : name;
  }
  dcmDataDict.rdunlock();
  return entry;
}

bool is_of_vr(DcmElement& element, DcmEVR expected) {
  const DcmEVR vr = element.ident();
  switch (expected) {
    case EVR_xs:
      return vr == EVR_US || vr == EVR_SS || vr == EVR_xs;
    case EVR_lt:
      return vr == EVR_US || vr == EVR_SS || vr == EVR_OW || vr == EVR_lt || vr == EVR_xs;
    case EVR_ox:
    case EVR_px:
      return vr == EVR_OB || vr == EVR_OW || vr == EVR_ox || vr == EVR_px || vr == EVR_PixelData;
    case EVR_up:
      return vr == EVR_UL || vr == EVR_up;
    default:
      return vr == expected;
  }
}

bool reads_as_text(DcmElement& element) {
  constexpr Uint32 shortest_text = 6;
  const Uint32 length = element.getLength();
  std::vector<char> bytes(length);
  if (length < shortest_text) return false;
  if (element.getPartialValue(bytes.data(), 0, length).bad()) return true;
  return std::ranges::all_of(bytes, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

bool is_numeral(std::string_view value, bool whole) {
  const std::string_view text = trim(value);
  if (text.empty()) return true;
  if (text.size() > 16) return false;
  return whole ? parse_integer(text.front() == '+' ? text.substr(1) : text).has_value()
               : parse_number(text.front() == '+' ? text.substr(1) : text).has_value() &&
                     std::ranges::none_of(text, [](unsigned char c) {
                       return std::isalpha(c) != 0 && c != 'e' && c != 'E';
                     });
}

bool is_age(std::string_view value) {
  return value.size() == 4 && std::ranges::all_of(value.substr(0, 3), is_digit) &&
         std::string_view("DWMY").find(value[3]) != std::string_view::npos;
}

bool is_code_value(std::string_view value) {
  static const std::regex snomed_rt("[A-Z][0-9A-Z]?-[0-9A-F]{4,5}");
  static const std::regex loinc("[0-9]{1,5}-[0-9]");
  const std::string_view text = trim(value);
  if (text.empty() || matches(text, snomed_rt) || matches(text, loinc)) return true;
  if (!std::ranges::all_of(text, is_digit) || text.size() > 18) return false;
  // DICOM's own codes lie close together.
  if (text.size() == 6) return text >= "109001" && text < "132000";
  return text.size() >= 6 && has_verhoeff_digit(text);
}

bool is_character_set(std::string_view value) {
  static const std::regex terms("(ISO_IR [0-9]{1,3}|ISO 2022 IR [0-9]{1,3}|GB18030|GBK|)");
  return matches(trim(value), terms);
}

bool fits_vr(std::string_view value, DcmEVR vr) {
  const bool prose = kind_of(vr) == ValueKind::prose;
  const bool plain = std::ranges::none_of(value, [&](unsigned char c) {
    const bool line_end = c == '\n' || c == '\r' || c == '\t' || c == '\f';
    return (c < 0x20 && c != 0x1b && !(prose && line_end)) || c == 0x7f;
  });
  // Lengths are in characters, of which some take four bytes.
  const std::size_t most = vr == EVR_SH || vr == EVR_CS || vr == EVR_AE ? 64
                           : vr == EVR_LO                               ? 256
                           : vr == EVR_PN                               ? 5 * 64 * 4
                                                                        : value.size();
  return plain && value.size() <= most;
}

}  // namespace volvr::dicom::deid
