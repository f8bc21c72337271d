// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace volvr::dicom::deid {

/// What follows from the key: HMAC-SHA-256 (RFC 2104) of what is to be replaced, under a name that
/// keeps the uses apart. Stateless, so that order, threads and runs make no difference.
class Pseudonyms {
 public:
  explicit Pseudonyms(std::string_view key) : key_(key) {}

  /// A UID under 2.25 from 122 bits, as of a UUID of version 8 (PS3.5 B.2, RFC 9562).
  std::string uid(std::string_view original) const;

  /// "P" and 15 characters: fits PN, LO and SH alike.
  std::string person(std::string_view patient) const;

  /// "X" and 11 characters: fits every VR of text. The same text gives the same within one
  /// attribute, so that what was told apart still is.
  std::string term(std::uint32_t tag, std::string_view original) const;

  /// Days to go back, 1 to 3652.
  int days_back(std::string_view patient) const;

 private:
  using Digest = std::array<std::uint8_t, 32>;
  Digest digest(std::string_view use, std::string_view text) const;

  std::string key_;
};

}  // namespace volvr::dicom::deid
