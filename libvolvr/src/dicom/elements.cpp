// SPDX-License-Identifier: Apache-2.0
#include "dicom/elements.h"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace volvr::dicom {

namespace {

std::uint32_t key_of(const DcmTagKey& tag) {
  return (std::uint32_t{tag.getGroup()} << 16) | tag.getElement();
}

}  // namespace

Elements::Elements(DcmItem& item) {
  by_tag_.reserve(item.card());
  for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr;
       object = item.nextInContainer(object)) {
    if (object->isLeaf() || object->ident() == EVR_SQ || object->ident() == EVR_PixelData) {
      by_tag_.emplace_back(key_of(object->getTag()), static_cast<DcmElement*>(object));
    }
  }
  std::ranges::sort(by_tag_, {}, &std::pair<std::uint32_t, DcmElement*>::first);
}

DcmElement* Elements::find(const DcmTagKey& tag) const {
  const std::uint32_t key = key_of(tag);
  const auto at =
      std::ranges::lower_bound(by_tag_, key, {}, &std::pair<std::uint32_t, DcmElement*>::first);
  return at != by_tag_.end() && at->first == key ? at->second : nullptr;
}

std::string_view Elements::text(const DcmTagKey& tag) const {
  DcmElement* element = find(tag);
  char* characters = nullptr;
  Uint32 length = 0;
  if (element == nullptr || element->getString(characters, length).bad() || characters == nullptr) {
    return {};
  }
  return trim({characters, length});
}

std::optional<double> Elements::number(const DcmTagKey& tag, std::size_t index) const {
  const auto parts = split(text(tag), '\\');
  if (index >= parts.size()) return std::nullopt;
  const auto value = parse_number(trim(parts[index]));
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<int> Elements::integer(const DcmTagKey& tag) const {
  return parse_integer(trim(split(text(tag), '\\').front()));
}

std::vector<double> Elements::numbers(const DcmTagKey& tag, std::size_t count) const {
  const auto parts = split(text(tag), '\\');
  if (parts.size() != count) return {};
  std::vector<double> values;
  for (const std::string_view part : parts) {
    const auto value = parse_number(trim(part));
    if (!value || !std::isfinite(*value)) return {};
    values.push_back(*value);
  }
  return values;
}

std::optional<std::uint16_t> Elements::word(const DcmTagKey& tag) const {
  DcmElement* element = find(tag);
  if (element == nullptr) return std::nullopt;
  Uint16 value = 0;
  if (element->getUint16(value).good()) return value;
  Sint16 signed_value = 0;
  if (element->getSint16(signed_value).good()) return static_cast<std::uint16_t>(signed_value);
  return std::nullopt;
}

std::string Elements::value_text(const DcmTagKey& tag) const {
  DcmElement* element = find(tag);
  OFString value;
  if (element == nullptr || element->getOFStringArray(value).bad()) return {};
  return std::string(trim({value.c_str(), value.length()}));
}

}  // namespace volvr::dicom
