// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace volvr::dicom {

/// Gathers what a new object follows from, and makes UIDs of it: the same for the same, and others
/// for anything else. 122 bits of a hash that mixes well and keeps no secret.
class UidSource {
 public:
  void add(std::span<const std::byte> bytes);
  void add(std::string_view text);  ///< with its length, so that "ab", "c" is not "a", "bc"

  /// "2.25." and the decimal number of a version 8 UUID (PS3.5 B.2, RFC 9562).
  std::string uid(std::string_view purpose) const;

 private:
  void mix_in(std::uint64_t word);

  std::uint64_t a_ = 0x243f6a8885a308d3;  // digits of pi
  std::uint64_t b_ = 0x13198a2e03707344;
};

}  // namespace volvr::dicom
