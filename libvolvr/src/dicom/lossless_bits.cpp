// SPDX-License-Identifier: Apache-2.0
#include "dicom/lossless_bits.h"

namespace volvr::dicom {

namespace {

constexpr unsigned longest_code = 16;
constexpr unsigned most_category = 16;  // it stands for 32768 alone, without further bits

unsigned extra_bits(unsigned category) {
  return category == most_category ? 0 : category;
}

int value_of(unsigned category, std::uint32_t extra) {
  return category == most_category ? 32768 : difference_of(category, extra);
}

}  // namespace

bool DifferenceTable::build(std::span<const std::uint8_t> lengths,
                            std::span<const std::uint8_t> values) {
  values_.assign(values.begin(), values.end());
  for (const std::uint8_t category : values_) {
    if (category > most_category) return false;
  }
  entries_.assign(std::size_t{1} << look, {});
  most_.fill(-1);
  std::int32_t code = 0;
  std::int32_t used = 0;
  for (unsigned length = 1; length <= longest_code; ++length, code <<= 1) {
    first_[length] = used - code;
    for (int i = 0; i < lengths[length - 1]; ++i, ++code, ++used) {
      if (static_cast<std::size_t>(used) >= values_.size() || code >= (1 << length)) return false;
      most_[length] = code;
      const unsigned category = values_[static_cast<std::size_t>(used)];
      const unsigned total = length + extra_bits(category);
      if (total > look) continue;
      const unsigned open = look - total;
      for (std::uint32_t extra = 0; extra < (1U << extra_bits(category)); ++extra) {
        const std::uint32_t prefix =
            ((static_cast<std::uint32_t>(code) << extra_bits(category)) | extra) << open;
        for (std::uint32_t rest = 0; rest < (1U << open); ++rest) {
          entries_[prefix | rest] = {value_of(category, extra), static_cast<std::uint8_t>(total)};
        }
      }
    }
  }
  return used > 0;
}

int DifferenceTable::next_long(LosslessBits& bits, bool& damaged) const {
  for (unsigned length = 1; length <= longest_code; ++length) {
    const auto code = static_cast<std::int32_t>(bits.peek(length));
    if (most_[length] < 0 || code > most_[length]) continue;
    const unsigned category = values_[static_cast<std::size_t>(first_[length] + code)];
    bits.skip(length);
    const unsigned count = extra_bits(category);
    const std::uint32_t extra = count == 0 ? 0 : bits.peek(count);
    bits.skip(count);
    return value_of(category, extra);
  }
  damaged = true;
  return 0;
}

}  // namespace volvr::dicom
