// SPDX-License-Identifier: Apache-2.0
#include "convert/safe_name.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <span>

namespace volvr::batch {

namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 1;
  bool valid = false;
};

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// One character of UTF-8 (RFC 3629): no overlong forms, no surrogates.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length == 0 || lead > 0xf4 || text.size() < length) return {};
  std::uint32_t code = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    code = (code << 6) | (byte(i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < least[length] || code > 0x10ffff || surrogate) return {};
  return {code, length, true};
}

bool is_in(std::uint32_t code, std::span<const Range> ranges) {
  return std::ranges::any_of(
      ranges, [&](const Range& range) { return code >= range.first && code <= range.last; });
}

// Beyond ASCII: control, invisible and blank characters, punctuation (some of which looks like a
// separator), what turns the direction of writing, private use and what is no character.
bool is_letter(std::uint32_t code) {
  constexpr std::array<Range, 20> others{{
      {0x80, 0xbf},     {0xd7, 0xd7},     {0xf7, 0xf7},     {0x600, 0x605},   {0x61c, 0x61c},
      {0x6dd, 0x6dd},   {0x70f, 0x70f},   {0x1680, 0x1680}, {0x180b, 0x180e}, {0x2000, 0x2bff},
      {0x2e00, 0x2e7f}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0xe000, 0xf8ff}, {0xfdd0, 0xfdef},
      {0xfe00, 0xfe6f}, {0xfeff, 0xff0f}, {0xff1a, 0xff20}, {0xff3b, 0xff40}, {0xff5b, 0xff65},
  }};
  const bool beyond = code >= 0xe0000 || (code & 0xfffeU) == 0xfffeU || code == 0x3164 ||
                      (code >= 0xffe0 && code <= 0xffff) || code == 0x115f || code == 0x1160;
  return !beyond && !is_in(code, others);
}

bool is_plain(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0;
}

}  // namespace

std::string_view cut(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  std::size_t end = most_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::string safe_name(std::string_view text, std::size_t most_bytes) {
  std::string name;
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::string_view bytes = text.substr(0, character.length);
    text.remove_prefix(character.length);
    const bool ascii = character.code < 0x80;
    const bool kept = character.valid && (ascii ? is_plain(bytes[0]) : is_letter(character.code));
    const bool mark = bytes == "-" || bytes == ".";
    if (kept || (mark && !name.empty())) {
      name += bytes;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  name = cut(name, most_bytes);
  while (!name.empty() && (name.back() == '_' || name.back() == '.')) name.pop_back();
  return name;
}

std::string folded(std::string_view name) {
  std::string result;
  while (!name.empty()) {
    const Character character = first_character(name);
    const bool combining = character.code >= 0x300 && character.code <= 0x36f;
    if (character.code < 0x80 && character.valid) {
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    } else {
      // A letter and its accent, apart or as one character, are one name on some file systems.
      if (combining && !result.empty() && is_plain(result.back())) result.pop_back();
      if (result.empty() || result.back() != '?') result += '?';
    }
    name.remove_prefix(character.length);
  }
  return result;
}

bool is_reserved(std::string_view name) {
  const std::string base = folded(name.substr(0, name.find('.')));
  constexpr std::array<std::string_view, 6> devices{"con", "prn", "aux", "nul", "conin", "conout"};
  if (std::ranges::find(devices, base) != devices.end()) return true;
  const bool numbered = base.starts_with("com") || base.starts_with("lpt");
  return numbered && base.size() == 4 && (std::isdigit(static_cast<unsigned char>(base[3])) != 0);
}

}  // namespace volvr::batch
