// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "dicom/binary_numbers.h"
#include "dicom/byte_order.h"
#include "dicom/elements.h"

namespace volvr::dicom {

namespace {

// No attribute that is looked at comes near it.
constexpr Uint32 most_bytes = Uint32{16} << 20U;

// What no number and no unit vector reads as: a value of a representation that its attribute cannot
// have is no absent one, and must not become a default.
constexpr std::string_view unreadable = "unreadable";

// As it stands in the file, where DCMTK keeps it so; nothing for numbers and sequences.
std::optional<std::string_view> characters_of(DcmElement& element) {
  char* characters = nullptr;
  Uint32 length = 0;
  if (element.getString(characters, length).good() && characters != nullptr) {
    return std::string_view(characters, length);
  }
  Uint8* bytes = nullptr;
  if (element.getUint8Array(bytes).good() && bytes != nullptr) {
    return std::string_view(reinterpret_cast<const char*>(bytes), element.getLength());
  }
  return std::nullopt;
}

void set_text(Elements& elements, Tag tag, DcmElement& element) {
  elements.add_text(
      tag, characters_of(element).value_or(element.getLengthField() > 0 ? unreadable : ""));
}

void set_word(Elements& elements, Tag tag, DcmElement& element) {
  Uint16 value = 0;
  Sint16 signed_value = 0;
  if (element.getUint16(value).good()) {
    elements.add_word(tag, value);
  } else if (element.getSint16(signed_value).good()) {
    elements.add_word(tag, static_cast<std::uint16_t>(signed_value));
  } else if (const auto bytes = characters_of(element); bytes && bytes->size() >= 2) {
    const auto value_bytes = std::as_bytes(std::span(*bytes)).first(2);
    elements.add_word(tag, static_cast<std::uint16_t>(number_of(value_bytes, false)));
  }
}

bool get(DcmElement& element, unsigned long at, double& value) {
  Float64 real = 0.0;
  Float32 real32 = 0.0F;
  Uint32 whole = 0;
  Sint32 signed_whole = 0;
  Uint16 word = 0;
  Sint16 signed_word = 0;
  if (element.getFloat64(real, at).good()) {
    value = real;
  } else if (element.getFloat32(real32, at).good()) {
    value = static_cast<double>(real32);
  } else if (element.getUint32(whole, at).good()) {
    value = whole;
  } else if (element.getSint32(signed_whole, at).good()) {
    value = signed_whole;
  } else if (element.getUint16(word, at).good()) {
    value = word;
  } else if (element.getSint16(signed_word, at).good()) {
    value = signed_word;
  } else {
    return false;
  }
  return true;
}

void set_numbers(Elements& elements, Tag tag, DcmElement& element) {
  std::vector<double> values;
  double value = 0.0;
  const unsigned long count = std::min(element.getVM(), 4096UL);
  for (unsigned long i = 0; i < count && get(element, i, value); ++i) values.push_back(value);
  if (values.empty() && element.getLengthField() > 0) {
    elements.add_text(tag, unreadable);
  } else {
    elements.add_reals(tag, values);
  }
}

// Private elements of implicit files have no representation for DCMTK: their bytes are taken as
// what the attribute's kind makes of them (little endian, PS3.5 6.2.2).
void set_unknown(Elements& elements, const Attribute& attribute, DcmElement& element) {
  Uint8* bytes = nullptr;
  if (element.getUint8Array(bytes).bad() || bytes == nullptr) {
    elements.add_text(attribute.tag, {});
    return;
  }
  const auto value = std::as_bytes(std::span(bytes, element.getLength()));
  switch (attribute.kind) {
    case Kind::text:
      elements.add_text(attribute.tag, {reinterpret_cast<const char*>(bytes), value.size()});
      break;
    case Kind::presence:
      elements.add_presence(attribute.tag);
      break;
    case Kind::word:
      if (value.size() < 2) break;
      elements.add_word(attribute.tag,
                        static_cast<std::uint16_t>(number_of(value.first(2), false)));
      break;
    default:
      elements.add_reals(attribute.tag, numbers_of(value, attribute.kind, false));
  }
}

const Attribute* attribute_of(Tag tag) {
  const auto* at = std::ranges::lower_bound(attributes, tag, {}, &Attribute::tag);
  return at != attributes.end() && at->tag == tag ? at : nullptr;
}

}  // namespace

void overlay(Elements& elements, Tag tag, DcmElement& element) {
  const Attribute* attribute = attribute_of(tag);
  if (attribute == nullptr) return;
  // DCMTK takes the memory that a length asks for before it looks whether the file has as much.
  if (attribute->kind != Kind::presence && element.getLengthField() > most_bytes) {
    return elements.add_text(tag, unreadable);
  }
  // Also a representation that is none, as DCMTK keeps it.
  const DcmEVR vr = element.ident();
  if (vr == EVR_UN || vr == EVR_UNKNOWN || vr == EVR_UNKNOWN2B)
    return set_unknown(elements, *attribute, element);
  switch (attribute->kind) {
    case Kind::text:
      // Also the text of an attribute that is a number elsewhere: EffectiveEchoTime for EchoTime.
      if (element.ident() == EVR_FD || element.ident() == EVR_FL || element.ident() == EVR_UL) {
        set_numbers(elements, tag, element);
      } else {
        set_text(elements, tag, element);
      }
      break;
    case Kind::word:
      set_word(elements, tag, element);
      break;
    case Kind::words:
    case Kind::integer:
    case Kind::real:
    case Kind::real32:
      set_numbers(elements, tag, element);
      break;
    case Kind::presence:
      elements.add_presence(tag);
      break;
  }
}

void overlay(Elements& elements, DcmItem& item) {
  DcmObject* object = nullptr;
  while ((object = item.nextInContainer(object)) != nullptr) {
    auto* element = dynamic_cast<DcmElement*>(object);
    if (element == nullptr) continue;
    overlay(elements, (Tag{element->getGTag()} << 16) | element->getETag(), *element);
  }
}

Elements elements_of(DcmItem& item) {
  Elements elements;
  overlay(elements, item);
  return elements;
}

}  // namespace volvr::dicom
