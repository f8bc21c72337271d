// SPDX-License-Identifier: Apache-2.0
#include "dicom/recognize.h"

#include <algorithm>
#include <array>

#include "dicom/byte_order.h"
#include "dicom/file_stream.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t mark_at = 128;
constexpr std::size_t shortest = 16;  // one element with a value

// No element that begins a data set is longer: group lengths, character sets, type, dates, UIDs.
constexpr std::uint32_t longest_first_value = 1024;

bool is_capital(std::byte b) {
  return b >= std::byte{'A'} && b <= std::byte{'Z'};
}

// An element of group 0002 or 0008 with a short value, in any of the plain transfer syntaxes.
bool begins_data_set(std::span<const std::byte> bytes, std::uint64_t file_size, bool big_endian) {
  const std::uint32_t group = number_of(bytes.subspan(0, 2), big_endian);
  const std::uint32_t element = number_of(bytes.subspan(2, 2), big_endian);
  if (group != 0x0002 && group != 0x0008) return false;
  if (element > 0x0070) return false;
  const bool is_explicit = is_capital(bytes[4]) && is_capital(bytes[5]);
  const std::uint32_t length = is_explicit ? number_of(bytes.subspan(6, 2), big_endian)
                                           : number_of(bytes.subspan(4, 4), big_endian);
  return length <= longest_first_value && length < file_size;
}

}  // namespace

Recognition recognize(std::span<const std::byte> beginning, std::uint64_t file_size) {
  constexpr std::array mark{std::byte{'D'}, std::byte{'I'}, std::byte{'C'}, std::byte{'M'}};
  if (beginning.size() >= mark_at + mark.size() &&
      std::ranges::equal(beginning.subspan(mark_at, mark.size()), mark)) {
    return Recognition::yes;
  }
  if (beginning.size() < shortest) return Recognition::no;
  return begins_data_set(beginning, file_size, false) || begins_data_set(beginning, file_size, true)
             ? Recognition::perhaps
             : Recognition::no;
}

std::optional<SampleKind> sample_kind_of(Tag tag) {
  switch (tag) {
    case tag::pixel_data:
      return SampleKind::integer;
    case tag::float_pixel_data:
      return SampleKind::float32;
    case tag::double_float_pixel_data:
      return SampleKind::float64;
    default:
      return std::nullopt;
  }
}

PixelElement pixel_element_of(std::span<const std::byte> before, bool is_explicit,
                              bool big_endian) {
  const std::size_t head = is_explicit ? 12 : 8;
  if (before.size() < head) return {};
  before = before.last(head);
  PixelElement element;
  const auto kind = sample_kind_of((number_of(before.subspan(0, 2), big_endian) << 16) |
                                   number_of(before.subspan(2, 2), big_endian));
  element.found = kind.has_value();
  element.kind = kind.value_or(SampleKind::integer);
  element.words = is_explicit && before[4] == std::byte{'O'} && before[5] == std::byte{'W'};
  element.length = number_of(before.last(4), big_endian);
  return element;
}

PixelElement pixel_element_before(const OpenFile& file, std::uint64_t offset, bool is_explicit,
                                  bool big_endian) {
  std::array<std::byte, 12> head{};
  if (offset < head.size()) return {};
  const std::size_t count = file.read_at(offset - head.size(), head);
  return pixel_element_of(std::span(head).first(count), is_explicit, big_endian);
}

}  // namespace volvr::dicom
