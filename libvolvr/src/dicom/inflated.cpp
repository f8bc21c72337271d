// SPDX-License-Identifier: Apache-2.0
#include "dicom/inflated.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace volvr::dicom {

namespace {

constexpr std::size_t piece = 65536;

}  // namespace

Inflated::Inflated(const OpenFile& file, std::uint64_t begin, std::uint64_t most)
    : producer_(file), stream_(producer_), most_(most) {
  stream_.skip(static_cast<offile_off_t>(begin));
  good_ = stream_.installCompressionFilter(ESC_zlib).good();
}

std::uint64_t Inflated::size() const {
  return std::numeric_limits<std::uint64_t>::max() / 2;
}

bool Inflated::unpack_more() {
  if (!good_ || !stream_.good() || stream_.eos()) return false;
  std::array<char, piece> bytes;
  const offile_off_t count = stream_.read(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  if (count <= 0) return false;
  if (kept_begin_ + kept_.size() + static_cast<std::uint64_t>(count) > most_) {
    beyond_ = true;
    good_ = false;
    return false;
  }
  if (kept_.size() > piece) {
    kept_begin_ += kept_.size() - piece;
    kept_.erase(0, kept_.size() - piece);
  }
  kept_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::size_t Inflated::read_at(std::uint64_t offset, std::span<std::byte> buffer) {
  while (kept_begin_ + kept_.size() < offset + buffer.size() && unpack_more()) {
  }
  const std::uint64_t end = kept_begin_ + kept_.size();
  if (offset < kept_begin_ || offset >= end) return 0;
  const std::size_t count = std::min<std::uint64_t>(buffer.size(), end - offset);
  std::memcpy(buffer.data(), kept_.data() + (offset - kept_begin_), count);
  return count;
}

}  // namespace volvr::dicom
