// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/elements_of_item.h"

#include <dcmtk/dcmdata/dcbytstr.h>
#include <dcmtk/dcmdata/dcsequen.h>

namespace volvr::dicom::deid {

Tag tag_of(const DcmElement& element) {
  return (static_cast<Tag>(element.getGTag()) << 16U) | element.getETag();
}

DcmTagKey key_of(Tag tag) {
  return {static_cast<Uint16>(tag >> 16U), static_cast<Uint16>(tag & 0xffffU)};
}

std::vector<DcmElement*> elements_of_item(DcmItem& item) {
  std::vector<DcmElement*> elements;
  for (DcmObject* at = item.nextInContainer(nullptr); at != nullptr;
       at = item.nextInContainer(at)) {
    if (auto* element = dynamic_cast<DcmElement*>(at)) elements.push_back(element);
  }
  return elements;
}

std::vector<DcmItem*> items_of(DcmElement& element) {
  std::vector<DcmItem*> items;
  auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
  if (sequence == nullptr || element.ident() != EVR_SQ) return items;
  for (DcmObject* at = sequence->nextInContainer(nullptr); at != nullptr;
       at = sequence->nextInContainer(at)) {
    if (auto* item = dynamic_cast<DcmItem*>(at)) items.push_back(item);
  }
  return items;
}

std::optional<std::string> text_value(DcmElement& element) {
  if (dynamic_cast<DcmByteString*>(&element) == nullptr) return std::nullopt;
  char* characters = nullptr;
  Uint32 length = 0;
  if (element.getString(characters, length).bad()) return std::nullopt;
  std::string value = characters == nullptr ? std::string() : std::string(characters, length);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\0')) value.pop_back();
  return value;
}

}  // namespace volvr::dicom::deid
