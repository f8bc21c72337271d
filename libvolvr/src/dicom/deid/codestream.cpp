// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/codestream.h"

#include <algorithm>
#include <string_view>

namespace volvr::dicom::deid {

namespace {

using Bytes = std::span<std::uint8_t>;

std::uint32_t big_endian(Bytes bytes) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes) value = (value << 8U) | byte;
  return value;
}

std::uint32_t little_endian(Bytes bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = (value << 8U) | bytes[i];
  return value;
}

void blank(Bytes bytes) {
  std::ranges::fill(bytes, std::uint8_t{0});
}

bool begins_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin());
}

// Behind a segment of run lengths: the code that means nothing; a single byte of padding is 0.
void blank_runs(Bytes bytes) {
  std::ranges::fill(bytes, bytes.size() > 1 ? std::uint8_t{128} : std::uint8_t{0});
}

// What of an application segment decoders need: JFIF's density, Adobe's colour transform, and the
// colour transform of JPEG-LS.
std::size_t needed(std::uint8_t marker, Bytes payload) {
  using namespace std::string_view_literals;
  if (marker == 0xe0 && begins_with(payload, "JFIF\0"sv)) return 12;
  if (marker == 0xee && begins_with(payload, "Adobe")) return 12;
  if (marker == 0xe8 && begins_with(payload, "mrfx")) return 5;
  return 0;
}

bool is_without_length(std::uint8_t marker) {
  return marker == 0xd8 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

// Past the entropy-coded data to the next marker; JPEG-LS stuffs a bit where JPEG stuffs a byte.
std::size_t next_marker(Bytes stream, std::size_t at) {
  for (; at + 1 < stream.size(); ++at) {
    if (stream[at] != 0xff) continue;
    const std::uint8_t code = stream[at + 1];
    if (code >= 0x80 && code != 0xff && (code < 0xd0 || code > 0xd7)) return at;
  }
  return stream.size();
}

}  // namespace

bool blank_jpeg(Bytes stream) {
  if (stream.size() < 4 || stream[0] != 0xff || stream[1] != 0xd8) return false;
  std::size_t at = 2;
  bool seen_scan = false;
  while (at + 1 < stream.size()) {
    if (stream[at] != 0xff) return false;
    const std::uint8_t marker = stream[at + 1];
    if (marker == 0xff) {
      ++at;
      continue;
    }
    at += 2;
    if (marker == 0xd9) {
      blank(stream.subspan(at));
      return seen_scan;
    }
    if (is_without_length(marker)) continue;
    if (at + 2 > stream.size()) return false;
    const std::size_t length = big_endian(stream.subspan(at, 2));
    if (length < 2 || at + length > stream.size()) return false;
    const Bytes payload = stream.subspan(at + 2, length - 2);
    const bool application = marker >= 0xe0 && marker <= 0xef;
    if (marker == 0xfe || application) {
      blank(payload.subspan(std::min(payload.size(), needed(marker, payload))));
    }
    at += length;
    if (marker == 0xda) {
      seen_scan = true;
      at = next_marker(stream, at);
    }
  }
  return seen_scan;  // the end marker may be missing, but then nothing can stand behind it
}

bool blank_jpeg_2000(Bytes stream) {
  if (stream.size() < 4 || stream[0] != 0xff || stream[1] != 0x4f) return false;
  std::size_t at = 2;
  std::size_t tile_end = 0;
  while (at + 2 <= stream.size()) {
    if (stream[at] != 0xff) return false;
    const std::uint8_t marker = stream[at + 1];
    if (marker == 0xd9) {
      blank(stream.subspan(at + 2));
      return true;
    }
    if (marker == 0x93) {  // data up to the end of the tile part
      at = tile_end;
      if (at == 0) return false;
      continue;
    }
    if (at + 4 > stream.size()) return false;
    const std::size_t length = big_endian(stream.subspan(at + 2, 2));
    if (length < 2 || at + 2 + length > stream.size()) return false;
    if (marker == 0x64 && length > 4) blank(stream.subspan(at + 6, length - 4));
    if (marker == 0x90) {
      if (length != 10) return false;
      const std::size_t part = big_endian(stream.subspan(at + 6, 4));
      // 0: the last one, up to the end of the stream, which an even length may pad.
      tile_end = part == 0 ? stream.size() : at + part;
      if (tile_end > stream.size() || tile_end < at + 14) return false;
    }
    at += 2 + length;
  }
  return tile_end >= stream.size() - 1;
}

bool blank_rle(Bytes stream, std::uint64_t bytes_per_segment) {
  constexpr std::size_t header = 64;
  if (stream.size() < header) return false;
  const std::size_t segments = little_endian(stream.first(4));
  if (segments == 0 || segments > 15) return false;
  blank(stream.subspan(4 * (segments + 1), header - 4 * (segments + 1)));
  std::size_t reached = header;
  for (std::size_t i = 0; i < segments; ++i) {
    std::size_t at = little_endian(stream.subspan(4 * (i + 1), 4));
    if (at < reached || at > stream.size()) return false;
    blank_runs(stream.subspan(reached, at - reached));
    std::uint64_t made = 0;
    while (made < bytes_per_segment) {
      if (at >= stream.size()) return false;
      const std::uint8_t code = stream[at++];
      if (code == 128) continue;
      made += code < 128 ? code + 1U : 257U - code;
      at += code < 128 ? code + 1U : 1U;
    }
    if (at > stream.size()) return false;
    reached = at;
  }
  blank_runs(stream.subspan(reached));
  return true;
}

}  // namespace volvr::dicom::deid
