// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace volvr::dicom {

/// The entropy-coded bits of a JPEG scan, without the zeros stuffed behind 0xff (T.81 F.1.2.3).
/// Behind the end, and behind a marker, come zeros; `is_past_end` tells.
class LosslessBits {
 public:
  explicit LosslessBits(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  /// At least 32 bits are there to be peeked and skipped afterwards.
  void fill() {
    if (count_ > 32) return;
    if (bytes_.size() - at_ >= 4) {
      std::uint32_t word = 0;
      std::memcpy(&word, bytes_.data() + at_, sizeof word);
      // No byte of it is 0xff: none to be looked at one by one.
      if (((~word - 0x01010101U) & word & 0x80808080U) == 0) {
        bits_ |= static_cast<std::uint64_t>(big_endian(word)) << (32 - count_);
        count_ += 32;
        at_ += 4;
        return;
      }
    }
    fill_bytes();
  }

  std::uint32_t peek(unsigned count) const {
    return static_cast<std::uint32_t>(bits_ >> (64 - count));
  }

  void skip(unsigned count) {
    bits_ <<= count;
    count_ -= static_cast<int>(count);
  }

  /// Whether more bits were taken than there are.
  bool is_past_end() const { return padding_ > count_; }

  /// Goes behind the next restart marker; false where another thing stands there.
  bool restart() {
    bits_ = 0;
    count_ = 0;
    padding_ = 0;
    if (bytes_.size() - at_ < 2 || bytes_[at_] != 0xff || (bytes_[at_ + 1] & 0xf8) != 0xd0) {
      return false;
    }
    at_ += 2;
    return true;
  }

 private:
  static std::uint32_t big_endian(std::uint32_t word) {
    if constexpr (std::endian::native == std::endian::big) return word;
    return (word >> 24) | ((word >> 8) & 0xff00U) | ((word << 8) & 0xff0000U) | (word << 24);
  }

  void fill_bytes() {
    while (count_ <= 56) {
      std::uint64_t byte = 0;
      if (at_ < bytes_.size() && bytes_[at_] != 0xff) {
        byte = bytes_[at_++];
      } else if (bytes_.size() - at_ >= 2 && bytes_[at_ + 1] == 0) {
        byte = 0xff;
        at_ += 2;
      } else {
        padding_ += 8;
      }
      bits_ |= byte << (56 - count_);
      count_ += 8;
    }
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  std::uint64_t bits_ = 0;  // the next bit is the highest
  int count_ = 0;
  int padding_ = 0;  // of the bits that are there, those behind the end
};

/// A Huffman table of differences: code and the bits that follow it in one look, where they are
/// short enough (T.81 F.2.2.3, H.1.2.2).
class DifferenceTable {
 public:
  DifferenceTable() = default;

  /// @param lengths  how many codes there are of 1 to 16 bits
  /// @param values   the categories in the order of their codes
  /// @returns false for a table that is none
  bool build(std::span<const std::uint8_t> lengths, std::span<const std::uint8_t> values);

  bool empty() const { return entries_.empty(); }

  /// The next difference; `damaged` is set for a code that is none.
  int next(LosslessBits& bits, bool& damaged) const {
    bits.fill();
    const Entry& entry = entries_[bits.peek(look)];
    if (entry.total != 0) {
      bits.skip(entry.total);
      return entry.difference;
    }
    return next_long(bits, damaged);
  }

 private:
  static constexpr unsigned look = 13;

  struct Entry {
    std::int32_t difference = 0;
    std::uint8_t total = 0;  ///< bits of the code and of what follows; 0 for a longer one
  };

  int next_long(LosslessBits& bits, bool& damaged) const;

  std::vector<Entry> entries_;
  std::array<std::int32_t, 18> most_{};   // the last code of each length, -1 for none
  std::array<std::int32_t, 18> first_{};  // what to add to a code of each length for its value
  std::vector<std::uint8_t> values_;
};

/// The difference that `extra` bits of a category stand for.
inline int difference_of(unsigned category, std::uint32_t extra) {
  if (category == 0) return 0;
  const auto value = static_cast<int>(extra);
  return value < (1 << (category - 1)) ? value - (1 << category) + 1 : value;
}

}  // namespace volvr::dicom
