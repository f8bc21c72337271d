// SPDX-License-Identifier: Apache-2.0
#include "dicom/quick_header.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "dicom/binary_numbers.h"
#include "dicom/byte_order.h"
#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/window.h"

namespace volvr::dicom {

namespace {

constexpr std::uint32_t undefined_length = 0xffffffff;
constexpr std::size_t preamble = 128;
constexpr std::size_t longest_value = 4096;
constexpr int deepest_nesting = 16;

constexpr Tag transfer_syntax_tag = 0x00020010;
constexpr Tag shared_functional_groups = 0x52009229;
constexpr Tag per_frame_functional_groups = 0x52009230;
constexpr Tag item = 0xfffee000;
constexpr Tag item_end = 0xfffee00d;
constexpr Tag sequence_end = 0xfffee0dd;

struct Syntax {
  bool is_explicit = true;
  bool big_endian = false;
};

using Representation = std::array<char, 2>;

struct Head {
  Tag tag = 0;
  Representation representation{' ', ' '};  ///< blanks where implicit
  std::uint32_t length = 0;
};

bool is_one_of(const Representation& representation, std::string_view names) {
  for (std::size_t i = 0; i + 1 < names.size(); i += 3) {
    if (names[i] == representation[0] && names[i + 1] == representation[1]) return true;
  }
  return false;
}

// Representations with two reserved bytes and a long length (PS3.5 table 7.1-1).
bool has_long_length(const Representation& representation) {
  return is_one_of(representation, "OB OW SQ UN UT OF OD OL OV UC UR SV UV");
}

bool has_short_length(const Representation& representation) {
  return is_one_of(representation,
                   "AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US");
}

bool fits(const Representation& representation, Kind kind) {
  switch (kind) {
    case Kind::text:
      return is_one_of(representation, "AE AS CS DA DS DT IS LO LT PN SH ST TM UI UC UR UT");
    case Kind::word:
    case Kind::words:
      return is_one_of(representation, "US SS");
    case Kind::integer:
      return is_one_of(representation, "UL SL");
    case Kind::real:
      return is_one_of(representation, "FD");
    case Kind::real32:
      return is_one_of(representation, "FL");
    case Kind::presence:
      break;
  }
  return is_one_of(representation, "SQ");
}

std::optional<Head> read_head(Window& window, const Syntax& syntax) {
  const auto first = window.take(8);
  if (!first) return std::nullopt;
  Head head;
  head.tag = (number_of(first->subspan(0, 2), syntax.big_endian) << 16) |
             number_of(first->subspan(2, 2), syntax.big_endian);
  const bool is_delimiter = (head.tag >> 16) == 0xfffe;
  if (!syntax.is_explicit || is_delimiter) {
    head.length = number_of(first->subspan(4, 4), syntax.big_endian);
    return head;
  }
  head.representation = {static_cast<char>((*first)[4]), static_cast<char>((*first)[5])};
  if (has_short_length(head.representation)) {
    head.length = number_of(first->subspan(6, 2), syntax.big_endian);
    return head;
  }
  if (!has_long_length(head.representation)) return std::nullopt;
  const auto length = window.take(4);
  if (!length) return std::nullopt;
  head.length = number_of(*length, syntax.big_endian);
  return head;
}

bool skip_value(Window& window, const Head& head, const Syntax& syntax, int depth);

bool skip_item(Window& window, const Syntax& syntax, int depth) {
  while (const auto head = read_head(window, syntax)) {
    if (head->tag == item_end) return true;
    if (!skip_value(window, *head, syntax, depth)) return false;
  }
  return false;
}

bool skip_sequence(Window& window, const Syntax& syntax, int depth) {
  if (depth > deepest_nesting) return false;
  while (const auto head = read_head(window, syntax)) {
    if (head->tag == sequence_end) return true;
    if (head->tag != item) return false;
    const bool skipped = head->length == undefined_length ? skip_item(window, syntax, depth + 1)
                                                          : window.skip(head->length);
    if (!skipped) return false;
  }
  return false;
}

bool skip_value(Window& window, const Head& head, const Syntax& syntax, int depth) {
  if (head.length != undefined_length) return window.skip(head.length);
  // A sequence whose representation was not known when it was written is implicit inside
  // (PS3.5 6.2.2).
  const bool is_unknown = head.representation == Representation{'U', 'N'};
  return skip_sequence(window, is_unknown ? Syntax{false, false} : syntax, depth);
}

bool add(Elements& elements, const Attribute& attribute, const Head& head, const Syntax& syntax,
         Window& window) {
  if (syntax.is_explicit && !fits(head.representation, attribute.kind)) return false;
  if (attribute.kind == Kind::presence) {
    elements.add_presence(attribute.tag);
    return skip_value(window, head, syntax, 0);
  }
  if (head.length > longest_value) return false;
  const auto value = window.take(head.length);
  if (!value) return false;
  switch (attribute.kind) {
    case Kind::word:
      if (head.length == 0) return true;
      if (head.length % 2 != 0) return false;
      elements.add_word(attribute.tag,
                        static_cast<std::uint16_t>(number_of(value->first(2), syntax.big_endian)));
      return true;
    case Kind::words:
    case Kind::integer:
    case Kind::real:
    case Kind::real32:
      elements.add_reals(attribute.tag, numbers_of(*value, attribute.kind, syntax.big_endian));
      return head.length % width_of(attribute.kind) == 0;
    default:
      elements.add_text(attribute.tag,
                        {reinterpret_cast<const char*>(value->data()), value->size()});
      return true;
  }
}

// The file meta information (PS3.10 7.1), which is always explicit and little endian.
std::optional<std::string> read_transfer_syntax(Window& window) {
  std::string uid;
  for (;;) {
    const auto group = window.peek(2);
    if (!group) return std::nullopt;
    if (number_of(*group, false) != 0x0002) break;
    const auto head = read_head(window, {});
    if (!head || head->length == undefined_length) return std::nullopt;
    if (head->tag != transfer_syntax_tag) {
      if (!window.skip(head->length)) return std::nullopt;
      continue;
    }
    const auto value = window.take(std::min<std::size_t>(head->length, Window::capacity));
    if (!value) return std::nullopt;
    uid = trim({reinterpret_cast<const char*>(value->data()), value->size()});
  }
  return uid;
}

bool read_data_set(Window& window, const Syntax& syntax, RawHeader& header) {
  Tag last = 0;
  const Attribute* next = attributes.data();
  const Attribute* const end = next + attributes.size();
  while (!window.at_end()) {
    const auto head = read_head(window, syntax);
    if (!head || head->tag <= last) return false;
    last = head->tag;
    if (head->tag == shared_functional_groups || head->tag == per_frame_functional_groups) {
      return false;
    }
    if (head->tag > tag::pixel_data) return true;
    if (const auto kind = sample_kind_of(head->tag)) {
      if (syntax.is_explicit && !has_long_length(head->representation)) return false;
      header.pixels = {true, head->representation == Representation{'O', 'W'}, head->length, *kind};
      header.pixel_offset = window.position();
      return true;
    }
    while (next != end && next->tag < head->tag) ++next;
    const bool wanted = next != end && next->tag == head->tag;
    const std::uint64_t start = window.position();
    const bool done = wanted ? add(header.elements, *next, *head, syntax, window)
                             : skip_value(window, *head, syntax, 0);
    if (!done) return false;
    if (!syntax.is_explicit || head->representation == Representation{'S', 'Q'} ||
        head->length == undefined_length) {
      header.longest_sequence = std::max(header.longest_sequence, window.position() - start);
    }
  }
  return true;
}

}  // namespace

std::optional<RawHeader> quick_header(const OpenFile& file) {
  Window window(file);
  const auto mark = window.skip(preamble) ? window.take(4) : std::nullopt;
  if (!mark || std::memcmp(mark->data(), "DICM", mark->size()) != 0) return std::nullopt;
  const auto uid = read_transfer_syntax(window);
  if (!uid) return std::nullopt;
  const Coding coding = coding_of(*uid);
  if (coding == Coding::unsupported || coding == Coding::deflated) return std::nullopt;
  RawHeader header;
  header.transfer_syntax_uid = *uid;
  const Syntax syntax{is_explicit(*uid), is_big_endian(*uid)};
  if (!read_data_set(window, syntax, header)) return std::nullopt;
  if (!header.pixels.found) return std::nullopt;  // no image, or a file that was cut
  return header;
}

}  // namespace volvr::dicom
