// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

class DcmItem;
class DcmTagKey;

namespace volvr::dicom {

inline constexpr std::size_t most_table_entries = 65536;

/// The three values that describe a look-up table (PS3.3 C.11.1.1.1, C.7.6.3.1.5).
struct TableDescriptor {
  std::size_t entries = 0;
  int first = 0;  ///< the stored value of the first entry; signed where its element is
  int bits = 0;   ///< of an entry
};

/// Nothing where it is absent or holds anything but three numbers.
std::optional<TableDescriptor> table_descriptor(DcmItem& item, const DcmTagKey& tag);

/// The data of a table as words; empty where absent.
std::vector<std::uint16_t> table_words(DcmItem& item, const DcmTagKey& tag);

/// The entries of a table of 8 bits, which come two a word, or one a word where a writer did not
/// pack them.
std::vector<std::uint16_t> unpacked_entries(const std::vector<std::uint16_t>& words,
                                            std::size_t entries);

}  // namespace volvr::dicom
