// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/derived_uid.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace volvr::dicom {

namespace {

// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit in changes half the bits out.
std::uint64_t scrambled(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

std::string decimal(std::uint64_t high, std::uint64_t low) {
  std::array<std::uint64_t, 4> limbs{high >> 32, high & 0xffffffff, low >> 32, low & 0xffffffff};
  std::string digits;
  while (std::ranges::any_of(limbs, [](std::uint64_t limb) { return limb != 0; })) {
    std::uint64_t rest = 0;
    for (std::uint64_t& limb : limbs) {
      const std::uint64_t value = (rest << 32) | limb;
      limb = value / 10;
      rest = value % 10;
    }
    digits += static_cast<char>('0' + rest);
  }
  std::ranges::reverse(digits);
  return digits;
}

}  // namespace

void UidSource::mix_in(std::uint64_t word) {
  a_ = scrambled(a_ ^ word) + 0x9e3779b97f4a7c15;
  b_ = scrambled(b_ + std::rotl(word, 29)) ^ std::rotl(a_, 17);
}

void UidSource::add(std::span<const std::byte> bytes) {
  mix_in(bytes.size());
  for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t))) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    mix_in(word);
  }
  std::uint64_t last = 0;
  std::memcpy(&last, bytes.data(), bytes.size());
  mix_in(last);
}

void UidSource::add(std::string_view text) {
  add(std::as_bytes(std::span(text)));
}

std::string UidSource::uid(std::string_view purpose) const {
  UidSource mixed = *this;
  mixed.add(purpose);
  std::uint64_t high = scrambled(mixed.a_ + mixed.b_);
  std::uint64_t low = scrambled(mixed.b_ ^ std::rotl(mixed.a_, 32));
  high = (high & ~std::uint64_t{0xf000}) | 0x8000;                     // version 8
  low = (low & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62);  // variant
  return "2.25." + decimal(high, low);
}

}  // namespace volvr::dicom
