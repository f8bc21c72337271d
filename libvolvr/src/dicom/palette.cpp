// SPDX-License-Identifier: Apache-2.0
#include "dicom/palette.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "dicom/file_stream.h"
#include "dicom/whole_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t most_entries = 65536;

struct Channel {
  DcmTagKey descriptor;
  DcmTagKey plain;
  DcmTagKey segmented;
};

const std::array channels{
    Channel{DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData,
            DCM_SegmentedRedPaletteColorLookupTableData},
    Channel{DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData,
            DCM_SegmentedGreenPaletteColorLookupTableData},
    Channel{DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData,
            DCM_SegmentedBluePaletteColorLookupTableData},
};

[[noreturn]] void refuse(const OpenFile& file) {
  throw Error(ErrorCode::malformed,
              "The colour table of " + file.path().string() + " is missing or damaged.",
              file.path().string());
}

std::vector<std::uint16_t> words_of(DcmItem& item, const DcmTagKey& tag) {
  const Uint16* words = nullptr;
  unsigned long count = 0;
  if (item.findAndGetUint16Array(tag, words, &count).bad() || words == nullptr) return {};
  return {words, words + count};
}

// Segments are runs: discrete values, straight lines, and earlier segments again (PS3.3 C.7.9.2).
std::vector<std::uint16_t> expanded(const std::vector<std::uint16_t>& data) {
  std::vector<std::uint16_t> values;
  std::size_t at = 0;
  const auto more = [&](std::size_t count) { return at + count <= data.size(); };
  while (more(2) && values.size() < most_entries) {
    const std::uint16_t code = data[at];
    const std::uint16_t length = data[at + 1];
    at += 2;
    if (code == 0 && more(length)) {
      values.insert(values.end(), data.begin() + static_cast<std::ptrdiff_t>(at),
                    data.begin() + static_cast<std::ptrdiff_t>(at + length));
      at += length;
    } else if (code == 1 && more(1) && !values.empty()) {
      const double from = values.back();
      const double step = (data[at++] - from) / length;
      for (int i = 1; i <= length; ++i) {
        values.push_back(static_cast<std::uint16_t>(from + step * i + 0.5));
      }
    } else {
      return {};  // indirect segments, and what is none at all
    }
  }
  return values;
}

// Tables of 8 bits come two entries a word, or one a word where a writer did not pack them.
std::vector<std::uint16_t> unpacked(const std::vector<std::uint16_t>& words, std::size_t entries) {
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

struct Descriptor {
  std::size_t entries = 0;
  int first = 0;
  int bits = 0;
};

// Three words, the second of which is signed where the pixels are.
Descriptor descriptor_of(DcmItem& data, const DcmTagKey& tag, const OpenFile& file) {
  DcmElement* element = nullptr;
  if (data.findAndGetElement(tag, element).bad() || element->getVM() != 3) refuse(file);
  std::array<int, 3> values{};
  for (unsigned long i = 0; i < values.size(); ++i) {
    Uint16 word = 0;
    Sint16 signed_word = 0;
    if (element->getUint16(word, i).good()) {
      values[i] = word;
    } else if (element->getSint16(signed_word, i).good()) {
      values[i] = i == 1 ? signed_word : static_cast<Uint16>(signed_word);
    } else {
      refuse(file);
    }
  }
  return {values[0] == 0 ? most_entries : static_cast<std::size_t>(values[0]), values[1], values[2]};
}

}  // namespace

Palette palette_of(const OpenFile& file) {
  WholeHeader header(file.path());
  Palette palette;
  for (std::size_t c = 0; c < channels.size(); ++c) {
    const Descriptor descriptor = descriptor_of(header.items(), channels[c].descriptor, file);
    auto& values = palette.channels[c];
    values = words_of(header.items(), channels[c].plain);
    if (values.empty()) values = expanded(words_of(header.items(), channels[c].segmented));
    if (descriptor.bits == 8) values = unpacked(values, descriptor.entries);
    if (values.size() < descriptor.entries) refuse(file);
    values.resize(descriptor.entries);
    palette.first = descriptor.first;
  }
  if (palette.channels[0].size() != palette.channels[1].size() ||
      palette.channels[0].size() != palette.channels[2].size()) {
    refuse(file);
  }
  return palette;
}

}  // namespace volvr::dicom
