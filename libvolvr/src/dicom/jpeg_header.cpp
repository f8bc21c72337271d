// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg_header.h"

#include <algorithm>
#include <cstring>

namespace volvr::dicom {

namespace {

constexpr std::uint8_t start_of_scan = 0xda;
constexpr std::uint8_t jpeg_ls_frame = 0xf7;

// SOF0 to SOF15 without DHT, JPG and DAC, which lie among them.
bool begins_frame(std::uint8_t marker) {
  const bool in_range = marker >= 0xc0 && marker <= 0xcf;
  return (in_range && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) ||
         marker == jpeg_ls_frame;
}

bool stands_alone(std::uint8_t marker) {
  return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd9);
}

int two_bytes(std::span<const std::uint8_t> stream, std::size_t at) {
  return (stream[at] << 8) | stream[at + 1];
}

}  // namespace

std::optional<JpegHeader> jpeg_header(std::span<const std::uint8_t> stream) {
  std::size_t at = 0;
  while (at + 4 <= stream.size()) {
    if (stream[at] != 0xff) return std::nullopt;
    const std::uint8_t marker = stream[at + 1];
    if (marker == 0xff) {  // fill byte
      ++at;
      continue;
    }
    at += 2;
    if (stands_alone(marker)) continue;
    if (marker == start_of_scan || at + 2 > stream.size()) return std::nullopt;
    if (begins_frame(marker)) {
      if (at + 8 > stream.size()) return std::nullopt;
      return JpegHeader{stream[at + 2], two_bytes(stream, at + 3), two_bytes(stream, at + 5),
                        stream[at + 7]};
    }
    at += static_cast<std::size_t>(two_bytes(stream, at));
  }
  return std::nullopt;
}

std::vector<std::uint8_t> without_fill(std::span<const std::uint8_t> stream) {
  constexpr std::uint8_t nothing = 0x01;
  std::vector<std::uint8_t> kept;
  std::size_t at = 0;
  while (at + 4 <= stream.size() && stream[at] == 0xff) {
    const std::uint8_t marker = stream[at + 1];
    if (marker == 0xff || marker == nothing) {
      at += marker == nothing ? 2 : 1;
      continue;
    }
    if (begins_frame(marker)) break;
    const std::size_t length =
        stands_alone(marker) ? 2 : 2 + static_cast<std::size_t>(two_bytes(stream, at + 2));
    const std::size_t end = std::min(at + length, stream.size());
    kept.insert(kept.end(), stream.begin() + static_cast<std::ptrdiff_t>(at),
                stream.begin() + static_cast<std::ptrdiff_t>(end));
    at = end;
  }
  if (kept.size() == at) return {};
  kept.insert(kept.end(), stream.begin() + static_cast<std::ptrdiff_t>(at), stream.end());
  return kept;
}

std::size_t scan_count(std::span<const std::uint8_t> stream) {
  std::size_t count = 0;
  for (std::size_t at = 0; at + 1 < stream.size(); ++at) {
    const void* mark = std::memchr(stream.data() + at, 0xff, stream.size() - 1 - at);
    if (mark == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(mark) - stream.data());
    if (stream[at + 1] == start_of_scan) ++count;
  }
  return count;
}

}  // namespace volvr::dicom
