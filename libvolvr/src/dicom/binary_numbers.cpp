// SPDX-License-Identifier: Apache-2.0
#include "dicom/binary_numbers.h"

#include <bit>
#include <cstdint>

#include "dicom/byte_order.h"

namespace volvr::dicom {

namespace {

double number_at(std::span<const std::byte> bytes, Kind kind, bool big_endian) {
  if (kind == Kind::real32) return std::bit_cast<float>(number_of(bytes, big_endian));
  if (kind != Kind::real) return number_of(bytes, big_endian);
  const std::uint64_t first = number_of(bytes.first(4), big_endian);
  const std::uint64_t second = number_of(bytes.last(4), big_endian);
  return std::bit_cast<double>(big_endian ? (first << 32) | second : (second << 32) | first);
}

}  // namespace

std::size_t width_of(Kind kind) {
  switch (kind) {
    case Kind::words:
      return 2;
    case Kind::real:
      return 8;
    default:
      return 4;
  }
}

std::vector<double> numbers_of(std::span<const std::byte> bytes, Kind kind, bool big_endian) {
  std::vector<double> values;
  const std::size_t width = width_of(kind);
  for (std::size_t at = 0; at + width <= bytes.size(); at += width) {
    values.push_back(number_at(bytes.subspan(at, width), kind, big_endian));
  }
  return values;
}

}  // namespace volvr::dicom
