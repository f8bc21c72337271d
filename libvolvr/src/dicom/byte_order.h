// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace volvr::dicom {

/// An unsigned number of up to 4 bytes.
inline std::uint32_t number_of(std::span<const std::byte> bytes, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t at = big_endian ? i : bytes.size() - 1 - i;
    value = (value << 8) | std::to_integer<std::uint32_t>(bytes[at]);
  }
  return value;
}

}  // namespace volvr::dicom
