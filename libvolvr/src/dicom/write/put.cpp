// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/put.h"

#include <cstdlib>
#include <format>

#include "core/text.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t longest_decimal = 16;

void require(const OFCondition& condition, const DcmTagKey& tag) {
  if (condition.good()) return;
  throw Error(ErrorCode::internal,
              std::string("The attribute ") + tag.toString().c_str() + " cannot be written.", {},
              condition.text());
}

}  // namespace

void put(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  require(value.empty() ? item.insertEmptyElement(tag)
                        : item.putAndInsertOFStringArray(tag, value.c_str()),
          tag);
}

void put_word(DcmItem& item, const DcmTagKey& tag, unsigned value) {
  require(item.putAndInsertUint16(tag, static_cast<Uint16>(value)), tag);
}

void put_if_absent(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  if (!item.tagExists(tag)) put(item, tag, value);
}

DcmItem& add_item(DcmItem& item, const DcmTagKey& sequence) {
  constexpr long at_the_end = -2;
  DcmItem* made = nullptr;
  require(item.findOrCreateSequenceItem(sequence, made, at_the_end), sequence);
  return *made;
}

std::string text_of(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  if (item.findAndGetOFStringArray(tag, text).bad()) return {};
  return std::string(trim({text.c_str(), text.size()}));
}

std::string decimal_string(double value) {
  if (value == 0.0) return "0";  // and never "-0"
  if (const auto exact = exact_decimal_string(value)) return *exact;
  std::string text;
  for (int digits = 16; digits > 0; --digits) {
    text = std::format("{:.{}g}", value, digits);
    if (text.size() <= longest_decimal) break;
  }
  return text;
}

std::optional<std::string> exact_decimal_string(double value) {
  const std::string text = number_text(value);
  if (text.size() > longest_decimal) return std::nullopt;
  return text;
}

std::string decimal_strings(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : "\\") + decimal_string(value);
  return text;
}

}  // namespace volvr::dicom
