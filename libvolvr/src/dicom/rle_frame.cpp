// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "dicom/byte_order.h"
#include "dicom/frames.h"
#include "dicom/pixel_format.h"

namespace volvr::dicom {

namespace {

// A frame is its segments' header and for each byte of a pixel, the highest of the first sample
// first, a segment of runs (PS3.5 annex G).
constexpr std::size_t header_size = 64;

std::size_t header_number(const EncodedFrame& frame, std::size_t index) {
  return number_of(std::as_bytes(frame.bytes.subspan(index * 4, 4)), false);
}

// Unpacks exactly as many bytes as asked for; false where the runs give others.
bool unpack(std::span<const std::uint8_t> packed, std::span<std::uint8_t> bytes) {
  std::size_t out = 0;
  std::size_t at = 0;
  while (at < packed.size() && out < bytes.size()) {
    const std::uint8_t control = packed[at++];
    if (control < 128) {
      const std::size_t count = control + std::size_t{1};
      if (packed.size() - at < count || bytes.size() - out < count) return false;
      std::memcpy(bytes.data() + out, packed.data() + at, count);
      at += count;
      out += count;
    } else if (control > 128) {
      const std::size_t count = std::size_t{257} - control;
      if (at == packed.size() || bytes.size() - out < count) return false;
      std::memset(bytes.data() + out, packed[at++], count);
      out += count;
    }
  }
  // A pad byte may follow, even one that looks like a run.
  return out == bytes.size() && packed.size() - at <= 2;
}

}  // namespace

void decode_rle(const EncodedFrame& frame, std::span<std::byte> raw) {
  const auto width = static_cast<std::size_t>(decoded_bits(frame.layout) / 8);
  const auto samples = static_cast<std::size_t>(frame.layout.samples_per_pixel);
  const std::size_t segments = width * samples;
  if (frame.bytes.size() < header_size || header_number(frame, 0) != segments || segments > 15) {
    throw_undecodable(frame.slice, "its run-length header does not fit its pixels", "");
  }
  const std::size_t pixels = raw.size() / segments;
  std::vector<std::uint8_t> plane(pixels);
  for (std::size_t i = 0; i < segments; ++i) {
    const std::size_t begin = header_number(frame, i + 1);
    const std::size_t end = i + 1 < segments ? header_number(frame, i + 2) : frame.bytes.size();
    if (begin < header_size || end < begin || end > frame.bytes.size() ||
        !unpack(frame.bytes.subspan(begin, end - begin), plane)) {
      throw_undecodable(frame.slice, "its run-length segments do not hold what Rows and Columns ask for",
                        "");
    }
    // The highest byte comes first; in memory it comes last.
    std::byte* to = raw.data() + i / width * width + (width - 1 - i % width);
    for (std::size_t k = 0; k < pixels; ++k) to[k * segments] = static_cast<std::byte>(plane[k]);
  }
}

}  // namespace volvr::dicom
