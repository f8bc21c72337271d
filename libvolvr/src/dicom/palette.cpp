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

// The parts of a segmented table: as wide as its entries, 8 or 16 bits (PS3.3 C.7.9.2).
struct Segments {
  std::vector<std::uint16_t> parts;
  std::size_t offset_parts = 2;  ///< parts that an offset of 32 bits takes, the lowest first
  std::size_t part_bytes = 2;
};

Segments segments_of(const std::vector<std::uint16_t>& words, int bits) {
  if (bits != 8) return {words, 2, 2};
  Segments segments{{}, 4, 1};
  for (const std::uint16_t word : words) {
    segments.parts.push_back(word & 0xff);
    segments.parts.push_back(static_cast<std::uint16_t>(word >> 8));
  }
  return segments;
}

// Discrete values, straight lines, and earlier segments again.
class Expansion {
 public:
  explicit Expansion(const Segments& segments) : segments_(segments) {}

  /// Expands segments from a part on: as many as said, or all that there are.
  bool run(std::size_t at, std::size_t most, bool again) {
    for (std::size_t n = 0; n < most && more(at, 2) && values_.size() < most_entries; ++n) {
      const std::uint16_t code = segments_.parts[at];
      const std::size_t length = segments_.parts[at + 1];
      if (length == 0 || !take(code, length, at + 2, again)) return false;
      at += 2 + (code == 0 ? length : code == 1 ? 1 : segments_.offset_parts);
    }
    return true;
  }

  std::vector<std::uint16_t> values() && { return std::move(values_); }

 private:
  bool more(std::size_t at, std::size_t count) const {
    return at + count <= segments_.parts.size();
  }

  bool take(std::uint16_t code, std::size_t length, std::size_t at, bool again) {
    if (code == 0 && more(at, length)) {
      const auto first = segments_.parts.begin() + static_cast<std::ptrdiff_t>(at);
      values_.insert(values_.end(), first, first + static_cast<std::ptrdiff_t>(length));
      return true;
    }
    if (code == 1 && more(at, 1) && !values_.empty()) {
      const double from = values_.back();
      const double step = (segments_.parts[at] - from) / static_cast<double>(length);
      for (std::size_t i = 1; i <= length; ++i) {
        values_.push_back(static_cast<std::uint16_t>(from + step * static_cast<double>(i) + 0.5));
      }
      return true;
    }
    // A segment that is taken again must not take others again.
    if (code != 2 || again || !more(at, segments_.offset_parts)) return false;
    std::uint64_t offset = 0;
    for (std::size_t i = 0; i < segments_.offset_parts; ++i) {
      offset |= std::uint64_t{segments_.parts[at + i]} << (8 * segments_.part_bytes * i);
    }
    return run(static_cast<std::size_t>(offset) / segments_.part_bytes, length, true);
  }

  const Segments& segments_;
  std::vector<std::uint16_t> values_;
};

std::vector<std::uint16_t> expanded(const std::vector<std::uint16_t>& words, int bits) {
  const Segments segments = segments_of(words, bits);
  Expansion expansion(segments);
  if (!expansion.run(0, most_entries, false)) return {};
  return std::move(expansion).values();
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
    if (values.empty()) {
      values = expanded(words_of(header.items(), channels[c].segmented), descriptor.bits);
    } else if (descriptor.bits == 8) {
      values = unpacked(values, descriptor.entries);
    }
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
