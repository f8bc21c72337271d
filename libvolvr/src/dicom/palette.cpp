// SPDX-License-Identifier: Apache-2.0
#include "dicom/palette.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "dicom/dcmtk_session.h"
#include "dicom/file_stream.h"
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

}  // namespace

Palette palette_of(const OpenFile& file) {
  prepare_dcmtk();
  const QuietDcmtk quiet;
  FileProducer producer(file);
  FileStream stream(producer);
  DcmFileFormat format;
  format.transferInit();
  format.readUntilTag(stream, EXS_Unknown, EGL_noChange, 4096, DcmTagKey(0x7fe0, 0x0008));
  format.transferEnd();
  DcmDataset& data = *format.getDataset();
  Palette palette;
  for (std::size_t c = 0; c < channels.size(); ++c) {
    Uint16 count = 0;
    Uint16 first = 0;
    Uint16 bits = 0;
    DcmElement* descriptor = nullptr;
    if (data.findAndGetElement(channels[c].descriptor, descriptor).bad() ||
        descriptor->getVM() != 3) {
      refuse(file);
    }
    Sint16 signed_first = 0;
    Sint16 signed_count = 0;
    Sint16 signed_bits = 0;
    if (descriptor->getUint16(count, 0).good()) {
      descriptor->getUint16(first, 1);
      descriptor->getUint16(bits, 2);
    } else if (descriptor->getSint16(signed_count, 0).good()) {
      descriptor->getSint16(signed_first, 1);
      descriptor->getSint16(signed_bits, 2);
      count = static_cast<Uint16>(signed_count);
      bits = static_cast<Uint16>(signed_bits);
    }
    palette.first = signed_first != 0 ? signed_first : first;
    const std::size_t entries = count == 0 ? most_entries : count;
    auto& values = palette.channels[c];
    values = words_of(data, channels[c].plain);
    if (values.empty()) values = expanded(words_of(data, channels[c].segmented));
    if (bits == 8) values = unpacked(values, entries);
    if (values.size() < entries) refuse(file);
    values.resize(entries);
  }
  if (palette.channels[0].size() != palette.channels[1].size() ||
      palette.channels[0].size() != palette.channels[2].size()) {
    refuse(file);
  }
  return palette;
}

}  // namespace volvr::dicom
