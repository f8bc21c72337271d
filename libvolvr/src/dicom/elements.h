// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctagkey.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

class DcmElement;
class DcmItem;

namespace volvr::dicom {

/// Quick access to the elements of one data set, not of its sequences. Lives as long as it does.
class Elements {
 public:
  explicit Elements(DcmItem& item);

  bool has(const DcmTagKey& tag) const { return find(tag) != nullptr; }

  /// The value as it stands in the file, without padding; several values stay divided by
  /// backslashes. Empty where absent, empty or no text.
  std::string_view text(const DcmTagKey& tag) const;

  /// One of several values, as number. Nothing where absent, empty, no number or not finite.
  std::optional<double> number(const DcmTagKey& tag, std::size_t index = 0) const;
  std::optional<int> integer(const DcmTagKey& tag) const;

  /// Exactly `count` numbers, or none.
  std::vector<double> numbers(const DcmTagKey& tag, std::size_t count) const;

  /// A 16-bit value (US, SS) as its bits.
  std::optional<std::uint16_t> word(const DcmTagKey& tag) const;

  /// Any value as text, numbers too: for telling values apart.
  std::string value_text(const DcmTagKey& tag) const;

 private:
  DcmElement* find(const DcmTagKey& tag) const;

  std::vector<std::pair<std::uint32_t, DcmElement*>> by_tag_;
};

}  // namespace volvr::dicom
