// SPDX-License-Identifier: Apache-2.0
#include "dicom/rle_length.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t header_size = 64;
constexpr std::uint32_t most_segments = 15;

std::uint32_t header_number(std::span<const std::uint8_t> frame, std::size_t index) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = (value << 8) | frame[index * 4 + i];
  return value;
}

}  // namespace

std::optional<std::uint64_t> rle_segment_length(std::span<const std::uint8_t> frame) {
  if (frame.size() < header_size) return std::nullopt;
  const std::uint32_t segments = header_number(frame, 0);
  if (segments == 0 || segments > most_segments) return std::nullopt;
  const std::size_t begin = header_number(frame, 1);
  const std::size_t end = segments > 1 ? header_number(frame, 2) : frame.size();
  if (begin < header_size || end < begin || end > frame.size()) return std::nullopt;
  std::uint64_t length = 0;
  for (std::size_t at = begin; at < end;) {
    const std::uint8_t control = frame[at++];
    if (control < 128) {  // as many plus one bytes follow
      const std::size_t count = control + std::size_t{1};
      if (end - at < count) break;  // the pad byte of a segment of odd length looks like this
      length += count;
      at += count;
    } else if (control > 128 && at < end) {  // one byte follows, repeated
      length += 257U - control;
      ++at;
    }
  }
  return length;
}

}  // namespace volvr::dicom
