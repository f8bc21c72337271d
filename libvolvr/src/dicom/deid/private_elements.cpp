// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/private_elements.h"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <format>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "dicom/deid/elements_of_item.h"
#include "dicom/deid/value_check.h"
#include "dicom/deid/words.h"

namespace volvr::dicom::deid {

namespace {

constexpr unsigned long most_values = 16;
constexpr Tag lowest_creator = 0x10, highest_creator = 0xff;

std::string creator_of(DcmItem& item, Tag tag) {
  const auto block = static_cast<Uint16>((tag & 0xffffU) >> 8U);
  DcmElement* element = nullptr;
  if (block < lowest_creator ||
      item.findAndGetElement({static_cast<Uint16>(tag >> 16U), block}, element).bad()) {
    return {};
  }
  return std::string(trim(text_value(*element).value_or("")));
}

bool is_in_table(std::string_view creator, Tag tag) {
  const std::string last = std::format("{:02x}", tag & 0xffU);
  return std::ranges::any_of(safe_private_blocks(), [&](const SafeBlock& block) {
    if (block.creator != creator || block.group != tag >> 16U) return false;
    const auto elements = split(block.elements, ' ');
    return std::ranges::find(elements, last) != elements.end();
  });
}

// "0.984375:1", as a pitch is given.
bool is_ratio(std::string_view value) {
  static const std::regex ratio("[0-9]{1,2}(\\.[0-9]{1,6})?:1");
  return std::regex_match(value.begin(), value.end(), ratio);
}

bool is_safe_text(const std::string& value, DcmEVR vr) {
  static const IdentityWords nobody;
  const auto parts = split(value, '\\');
  return parts.size() <= most_values && std::ranges::all_of(parts, [&](std::string_view part) {
           const std::string_view one = trim(part);
           return kind_of(vr) == ValueKind::numerals ? is_numeral(one, vr == EVR_IS)
                                                     : is_ratio(one) || is_plain(one, nobody);
         });
}

bool is_safe_value(DcmElement& element, DcmEVR vr) {
  switch (kind_of(vr)) {
    case ValueKind::numbers:
      return element.getVM() <= most_values && !reads_as_text(element);
    case ValueKind::numerals:
    case ValueKind::words: {
      const auto value = text_value(element);
      return value && is_safe_text(*value, vr);
    }
    default:
      return false;
  }
}

template <class Number, class Put>
bool put_numbers(const Uint8* bytes, Uint32 length, const Put& put) {
  if (length == 0 || length % sizeof(Number) != 0) return false;
  std::vector<Number> numbers(length / sizeof(Number));
  std::memcpy(numbers.data(), bytes, length);
  return put(numbers.data(), static_cast<unsigned long>(numbers.size())).good();
}

bool put_bytes(DcmElement& element, DcmEVR vr, const Uint8* bytes, Uint32 length) {
  switch (vr) {
    case EVR_FL:
      return put_numbers<Float32>(bytes, length, [&](auto* data, auto count) {
        return element.putFloat32Array(data, count);
      });
    case EVR_FD:
      return put_numbers<Float64>(bytes, length, [&](auto* data, auto count) {
        return element.putFloat64Array(data, count);
      });
    case EVR_US:
      return put_numbers<Uint16>(bytes, length, [&](auto* data, auto count) {
        return element.putUint16Array(data, count);
      });
    case EVR_SS:
      return put_numbers<Sint16>(bytes, length, [&](auto* data, auto count) {
        return element.putSint16Array(data, count);
      });
    case EVR_UL:
      return put_numbers<Uint32>(bytes, length, [&](auto* data, auto count) {
        return element.putUint32Array(data, count);
      });
    case EVR_SL:
      return put_numbers<Sint32>(bytes, length, [&](auto* data, auto count) {
        return element.putSint32Array(data, count);
      });
    default:
      return kind_of(vr) != ValueKind::numbers &&
             element.putOFStringArray(OFString(reinterpret_cast<const char*>(bytes), length))
                 .good();
  }
}

// The bytes of an unknown VR are little endian (PS3.5 6.2.2), as this machine's are.
static_assert(std::endian::native == std::endian::little);

std::unique_ptr<DcmElement> with_vr(DcmElement& unknown, const DcmTag& tag) {
  Uint8* bytes = nullptr;
  DcmElement* made = nullptr;
  if (unknown.getUint8Array(bytes).bad() || bytes == nullptr ||
      DcmItem::newDicomElement(made, tag).bad()) {
    return nullptr;
  }
  std::unique_ptr<DcmElement> element(made);
  return put_bytes(*element, tag.getEVR(), bytes, unknown.getLength()) ? std::move(element)
                                                                       : nullptr;
}

}  // namespace

bool is_safe_creator(DcmElement& creator) {
  const auto name = text_value(creator);
  return name && std::ranges::any_of(safe_private_blocks(), [&](const SafeBlock& block) {
           return block.creator == trim(*name) && block.group == creator.getGTag();
         });
}

bool keep_if_safe(DcmItem& item, DcmElement& element) {
  const Tag tag = tag_of(element);
  const std::string creator = creator_of(item, tag);
  if (creator.empty() || !is_in_table(creator, tag)) return false;
  const DcmTag known(key_of(tag), creator.c_str());
  const DcmEVR vr = known.getEVR();
  const bool in_dictionary = kind_of(vr) != ValueKind::bytes;
  if (element.ident() != EVR_UN) {
    return (!in_dictionary || is_of_vr(element, vr)) && is_safe_value(element, element.ident());
  }
  if (!in_dictionary) return false;
  auto better = with_vr(element, known);
  if (!better || !is_safe_value(*better, vr)) return false;
  // The old element goes with the replacement; its place in the item is the same.
  return item.insert(better.release(), OFTrue).good();
}

std::vector<Tag> remove_unused_creators(DcmItem& item) {
  std::set<Tag> used;
  const auto elements = elements_of_item(item);
  const auto is_creator = [](Tag tag) {
    const Tag element = tag & 0xffffU;
    return (tag >> 16U) % 2 == 1 && element >= lowest_creator && element <= highest_creator;
  };
  for (DcmElement* element : elements) {
    const Tag tag = tag_of(*element);
    if ((tag >> 16U) % 2 == 1 && !is_creator(tag)) {
      used.insert((tag & 0xffff0000U) | ((tag & 0xffffU) >> 8U));
    }
  }
  std::vector<Tag> removed;
  for (DcmElement* element : elements) {
    const Tag tag = tag_of(*element);
    if (!is_creator(tag) || used.contains(tag)) continue;
    removed.push_back(tag);
    const std::unique_ptr<DcmElement> gone(item.remove(element));
  }
  return removed;
}

}  // namespace volvr::dicom::deid
