// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/pseudonyms.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <span>

#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

// Decimal digits of a big-endian number, by long division.
std::string decimal(std::array<std::uint8_t, 16> number) {
  std::string digits;
  while (std::ranges::any_of(number, [](std::uint8_t byte) { return byte != 0; })) {
    unsigned rest = 0;
    for (std::uint8_t& byte : number) {
      const unsigned value = rest * 256 + byte;
      byte = static_cast<std::uint8_t>(value / 10);
      rest = value % 10;
    }
    digits += static_cast<char>('0' + rest);
  }
  std::ranges::reverse(digits);
  return digits;
}

// Five bits a character; few vowels, so that hardly a word comes about.
std::string letters(std::span<const std::uint8_t> bytes, std::size_t count) {
  constexpr std::string_view alphabet = "0123456789BCDFGHJKLMNPQRSTVWXYZA";
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8U) | byte;
    held += 8;
    while (held >= 5 && text.size() < count) {
      held -= 5;
      text += alphabet[(bits >> static_cast<unsigned>(held)) & 31U];
    }
  }
  return text;
}

}  // namespace

Pseudonyms::Digest Pseudonyms::digest(std::string_view use, std::string_view text) const {
  const std::string message = std::string(use) + '\0' + std::string(text);
  Digest result{};
  unsigned length = 0;
  const unsigned char* done = HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
                                   reinterpret_cast<const unsigned char*>(message.data()),
                                   message.size(), result.data(), &length);
  if (done == nullptr || length != result.size()) {
    throw Error(ErrorCode::internal, "The cryptographic library failed.", {}, "HMAC");
  }
  return result;
}

std::string Pseudonyms::uid(std::string_view original) const {
  const Digest bytes = digest("uid", original);
  std::array<std::uint8_t, 16> uuid{};
  std::copy_n(bytes.begin(), uuid.size(), uuid.begin());
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0fU) | 0x80U);
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3fU) | 0x80U);
  return "2.25." + decimal(uuid);
}

std::string Pseudonyms::person(std::string_view patient) const {
  return "P" + letters(digest("person", patient), 15);
}

std::string Pseudonyms::term(std::uint32_t tag, std::string_view original) const {
  return "X" + letters(digest("term" + std::to_string(tag), original), 11);
}

int Pseudonyms::days_back(std::string_view patient) const {
  const Digest bytes = digest("days", patient);
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | bytes[i];
  return 1 + static_cast<int>(number % 3652U);
}

}  // namespace volvr::dicom::deid
