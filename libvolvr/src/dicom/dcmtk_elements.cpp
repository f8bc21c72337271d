// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include "dicom/elements.h"

namespace volvr::dicom {

namespace {

void add_text(Elements& elements, Tag tag, DcmElement& element) {
  char* characters = nullptr;
  Uint32 length = 0;
  if (element.getString(characters, length).good() && characters != nullptr) {
    elements.add_text(tag, {characters, length});
  } else {
    elements.add_text(tag, {});
  }
}

void add_word(Elements& elements, Tag tag, DcmElement& element) {
  Uint16 value = 0;
  Sint16 signed_value = 0;
  if (element.getUint16(value).good()) {
    elements.add_word(tag, value);
  } else if (element.getSint16(signed_value).good()) {
    elements.add_word(tag, static_cast<std::uint16_t>(signed_value));
  }
}

void add_reals(Elements& elements, Tag tag, DcmElement& element) {
  std::vector<double> values;
  Float64 value = 0.0;
  for (unsigned long i = 0; element.getFloat64(value, i).good(); ++i) values.push_back(value);
  elements.add_reals(tag, values);
}

}  // namespace

Elements elements_of(DcmItem& item) {
  Elements elements;
  for (const Attribute& attribute : attributes) {
    DcmElement* element = nullptr;
    const DcmTagKey key(static_cast<Uint16>(attribute.tag >> 16),
                        static_cast<Uint16>(attribute.tag & 0xffff));
    if (item.findAndGetElement(key, element).bad() || element == nullptr) continue;
    switch (attribute.kind) {
      case Kind::text:
        add_text(elements, attribute.tag, *element);
        break;
      case Kind::word:
        add_word(elements, attribute.tag, *element);
        break;
      case Kind::real:
        add_reals(elements, attribute.tag, *element);
        break;
      case Kind::presence:
        elements.add_presence(attribute.tag);
        break;
    }
  }
  return elements;
}

}  // namespace volvr::dicom
