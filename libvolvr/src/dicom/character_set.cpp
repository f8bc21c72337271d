// SPDX-License-Identifier: Apache-2.0
#include "dicom/character_set.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcspchrs.h>

#include <algorithm>
#include <cstdint>

#include "dicom/dcmtk_session.h"

namespace volvr::dicom {

namespace {

constexpr char escape = '\x1b';

bool is_plain_ascii(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != escape; });
}

// Bytes that follow a UTF-8 lead byte, or -1 where it is none.
int following_bytes(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead < 0xe0) return 1;
  if (lead >= 0xe0 && lead < 0xf0) return 2;
  return lead >= 0xf0 && lead < 0xf5 ? 3 : -1;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int following = following_bytes(lead);
    if (following < 0 || i + static_cast<std::size_t>(following) >= text.size()) return false;
    std::uint32_t code = following == 0 ? lead : lead & (0x3fU >> following);
    for (int k = 1; k <= following; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      if ((next & 0xc0U) != 0x80U) return false;
      code = (code << 6) | (next & 0x3fU);
    }
    const bool overlong = (following == 2 && code < 0x800) || (following == 3 && code < 0x10000);
    if (overlong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
    i += static_cast<std::size_t>(following) + 1;
  }
  return true;
}

std::string from_latin1(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      result += c;
    } else {
      result += static_cast<char>(0xc0 | (byte >> 6));
      result += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return result;
}

// What is left of escapes that nobody knows must reach no terminal and no name; lines may end.
std::string without_controls(std::string text) {
  std::erase_if(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool ends_line = c == '\n' || c == '\r' || c == '\f' || c == '\t';
    return byte == 0x7f || (byte < 0x20 && !ends_line);
  });
  return text;
}

}  // namespace

std::string to_utf8(std::string_view text, std::string_view character_set) {
  if (is_plain_ascii(text)) return std::string(text);
  if (!character_set.empty()) {
    prepare_dcmtk();
    const QuietDcmtk quiet;
    DcmSpecificCharacterSet converter;
    OFString result;
    const OFString source(text.data(), text.size());
    if (converter.selectCharacterSet(OFString(character_set.data(), character_set.size())).good() &&
        converter.convertString(source, result, "\\^=").good()) {
      const std::string_view converted(result.c_str(), result.length());
      if (is_utf8(converted)) return std::string(converted);
    }
  }
  return without_controls(is_utf8(text) ? std::string(text) : from_latin1(text));
}

}  // namespace volvr::dicom
