// SPDX-License-Identifier: Apache-2.0
#include "dicom/palette.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "dicom/file_stream.h"
#include "dicom/lookup_table.h"
#include "dicom/whole_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t most_entries = most_table_entries;

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

}  // namespace

Palette palette_of(const OpenFile& file, const Limits& limits) {
  require_within(limits, file);
  HeaderReading header(file);
  if (header.read().bad()) refuse(file);
  DcmDataset& items = *header.format().getDataset();
  Palette palette;
  for (std::size_t c = 0; c < channels.size(); ++c) {
    const auto descriptor = table_descriptor(items, channels[c].descriptor);
    if (!descriptor) refuse(file);
    auto& values = palette.channels[c];
    values = table_words(items, channels[c].plain);
    if (values.empty()) {
      values = expanded(table_words(items, channels[c].segmented), descriptor->bits);
    } else if (descriptor->bits == 8) {
      values = unpacked_entries(values, descriptor->entries);
    }
    if (values.size() < descriptor->entries) refuse(file);
    values.resize(descriptor->entries);
    palette.first = descriptor->first;
  }
  if (palette.channels[0].size() != palette.channels[1].size() ||
      palette.channels[0].size() != palette.channels[2].size()) {
    refuse(file);
  }
  return palette;
}

}  // namespace volvr::dicom
