// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/attributes.h"

class DcmElement;
class DcmItem;

namespace volvr::dicom {

/// The values of one data set's `attributes`, as plain data, whoever read them.
class Elements {
 public:
  /// Sets a value, in the kind that `attributes` gives; quickest by rising tag.
  void add_text(Tag tag, std::string_view value);
  void add_word(Tag tag, std::uint16_t value);
  void add_reals(Tag tag, const std::vector<double>& values);
  void add_presence(Tag tag) { add_text(tag, {}); }

  std::size_t count() const { return entries_.size(); }
  bool has(Tag tag) const { return find(tag) != nullptr; }

  /// The value without padding; several values stay divided by backslashes. Empty where absent.
  std::string_view text(Tag tag) const;

  /// The first of several values as number. Nothing where absent, empty, no number or not finite.
  std::optional<double> number(Tag tag) const;
  std::optional<int> integer(Tag tag) const;

  /// Exactly `count` numbers, or none.
  std::vector<double> numbers(Tag tag, std::size_t count) const;

  /// A 16-bit value as its bits.
  std::optional<std::uint16_t> word(Tag tag) const;

 private:
  struct Entry {
    Tag tag = 0;
    std::uint32_t begin = 0;  ///< in characters_
    std::uint32_t length = 0;
    std::uint16_t word = 0;
  };
  const Entry* find(Tag tag) const;
  void insert(const Entry& entry);

  std::vector<Entry> entries_;
  std::string characters_;
};

/// The attributes of a data set that DCMTK holds.
Elements elements_of(DcmItem& item);

/// Sets the values of those `attributes` that stand in the item itself.
void overlay(Elements& elements, DcmItem& item);

/// Sets one attribute from an element of any tag that holds such a value.
void overlay(Elements& elements, Tag tag, DcmElement& element);

}  // namespace volvr::dicom
