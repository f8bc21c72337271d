// SPDX-License-Identifier: Apache-2.0
#include "dicom/lookup_table.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <array>

namespace volvr::dicom {

// Three words, the second of which is signed where the pixels are.
std::optional<TableDescriptor> table_descriptor(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad() || element->getVM() != 3) return std::nullopt;
  std::array<int, 3> values{};
  for (unsigned long i = 0; i < values.size(); ++i) {
    Uint16 word = 0;
    Sint16 signed_word = 0;
    if (element->getUint16(word, i).good()) {
      values[i] = word;
    } else if (element->getSint16(signed_word, i).good()) {
      values[i] = i == 1 ? signed_word : static_cast<Uint16>(signed_word);
    } else {
      return std::nullopt;
    }
  }
  const std::size_t entries =
      values[0] == 0 ? most_table_entries : static_cast<std::size_t>(values[0]);
  return TableDescriptor{entries, values[1], values[2]};
}

std::vector<std::uint16_t> table_words(DcmItem& item, const DcmTagKey& tag) {
  const Uint16* words = nullptr;
  unsigned long count = 0;
  if (item.findAndGetUint16Array(tag, words, &count).bad() || words == nullptr) return {};
  return {words, words + count};
}

std::vector<std::uint16_t> unpacked_entries(const std::vector<std::uint16_t>& words,
                                            std::size_t entries) {
  if (words.size() >= entries) {
    bool high = false;
    for (const std::uint16_t word : words) high = high || word > 255;
    std::vector<std::uint16_t> bytes(words);
    if (high) {
      for (std::uint16_t& value : bytes) value = static_cast<std::uint16_t>(value >> 8);
    }
    return bytes;
  }
  std::vector<std::uint16_t> bytes;
  for (const std::uint16_t word : words) {
    bytes.push_back(word & 0xff);
    bytes.push_back(static_cast<std::uint16_t>(word >> 8));
  }
  return bytes;
}

}  // namespace volvr::dicom
