// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>

#include "core/text.h"
#include "dicom/deid/dates.h"
#include "dicom/deid/scrub.h"

namespace volvr::dicom::deid {

namespace {

constexpr Tag code_value = 0x00080100, coding_scheme_version = 0x00080103, time_zone = 0x00080201,
              text_value_tag = 0x0040a160, unformatted_text_value = 0x00700006;

// What names the machine without being in the table: of use to those who may know the machine.
bool names_product(Tag tag) {
  return tag == tag::manufacturer || tag == tag::manufacturer_model_name || tag == 0x00181020 ||
         tag == 0x00181250 || tag == 0x00181251;
}

// "\" divides values; the same treatment for each of them, or nothing if one of them fails.
template <class One>
std::optional<std::string> each(std::string_view values, const One& one) {
  std::string result;
  bool first = true;
  for (const std::string_view value : split(values, '\\')) {
    const std::optional<std::string> treated = one(trim(value));
    if (!treated) return std::nullopt;
    if (!first) result += '\\';
    result += *treated;
    first = false;
  }
  return result;
}

std::optional<std::string> if_true(bool fits, std::string_view value) {
  return fits ? std::optional(std::string(value)) : std::nullopt;
}

}  // namespace

std::optional<std::string> Scrubber::date_value(ValueKind kind, const std::string& value,
                                                int days) const {
  return each(value, [&](std::string_view one) -> std::optional<std::string> {
    if (one.empty()) return "";
    if (kind == ValueKind::date) return moved_date(one, days);
    if (kind == ValueKind::date_time) return moved_date_time(one, days);
    return checked_time(one);
  });
}

std::optional<std::string> Scrubber::kept_text(const Target& target,
                                               const std::string& value) const {
  const DcmEVR vr = target.known.vr;
  switch (kind_of(vr)) {
    case ValueKind::date:
    case ValueKind::date_time:
    case ValueKind::time:
      return date_value(kind_of(vr), value, 0);
    case ValueKind::uid:
      return each(value,
                  [](std::string_view one) { return if_true(is_uid(std::string(one)), one); });
    case ValueKind::numerals:
      return each(
          value, [&](std::string_view one) { return if_true(is_numeral(one, vr == EVR_IS), one); });
    case ValueKind::age:
      return each(value, [](std::string_view one) { return if_true(is_age(one), one); });
    default:
      break;
  }
  return if_true(fits_vr(value, vr), value);
}

// A word or phrase of an attribute that no table names.
std::optional<std::string> Scrubber::treated_word(const Target& target,
                                                  std::string_view word) const {
  static const IdentityWords nobody;
  if (word.empty()) return "";
  if (target.tag == tag::specific_character_set) return if_true(is_character_set(word), word);
  if (target.tag == code_value && is_code_value(word)) return std::string(word);
  // Makers and the standard's terms mean the same whatever the patient is called.
  const bool term = target.known.vr == EVR_CS || target.tag == tag::manufacturer;
  if (is_plain(word, term ? nobody : subject_.identity)) return std::string(word);
  if (names_product(target.tag) && policy_.options.retain_devices &&
      fits_vr(word, target.known.vr)) {
    return std::string(word);
  }
  if (target.tag == coding_scheme_version) return std::nullopt;
  return policy_.pseudonyms.term(target.tag, word);
}

std::optional<std::string> Scrubber::treated_text(const Target& target, const std::string& value,
                                                  Action action) const {
  const ValueKind kind = kind_of(target.known.vr);
  const DateHandling dates = policy_.options.dates;
  if (action == Action::shift && target.tag == time_zone)
    return if_true(is_time_zone(value), value);
  if (action == Action::keep && target.tag == time_zone) return if_true(is_time_zone(value), value);
  if (action == Action::shift) return date_value(kind, value, subject_.days);
  if (action == Action::keep) return kept_text(target, value);
  const bool is_report_text =
      target.tag == text_value_tag && policy_.options.clean_structured_content;
  const bool is_drawn_text = target.tag == unformatted_text_value && policy_.options.clean_graphics;
  if (action == Action::clean || is_report_text || is_drawn_text) {
    const std::string text = cleaned(value, subject_.identity);
    return text.empty() ? policy_.pseudonyms.term(target.tag, value) : text;
  }
  switch (kind) {
    case ValueKind::words:
      return each(value, [&](std::string_view one) { return treated_word(target, one); });
    case ValueKind::prose:
      return is_plain(value, subject_.identity) ? value
                                                : policy_.pseudonyms.term(target.tag, value);
    case ValueKind::uid:
      return each(value,
                  [&](std::string_view one) { return mapped_uid(policy_, std::string(one)); });
    case ValueKind::date:
    case ValueKind::date_time:
    case ValueKind::time:
      if (dates == DateHandling::removed) return std::nullopt;
      return date_value(kind, value, subject_.days);
    case ValueKind::numerals:
    case ValueKind::age:
      return kept_text(target, value);
    case ValueKind::person:
      return person(target, value);
    default:
      return std::nullopt;  // AE, UR
  }
}

}  // namespace volvr::dicom::deid
