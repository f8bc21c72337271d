// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg2000_header.h"

#include <algorithm>
#include <array>

namespace volvr::dicom {

namespace {

constexpr std::uint32_t size_marker = 0xff51;
constexpr std::uint32_t coding_marker = 0xff52;
constexpr std::uint32_t component_marker = 0xff53;
constexpr std::uint32_t tile_marker = 0xff90;
constexpr std::size_t tile_part_bytes = 14;
// What little a decoder makes even of a stream that lost its end.
constexpr std::uint64_t few_precincts = 65536;

class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::size_t left() const { return bytes_.size(); }
  void skip(std::size_t count) { bytes_ = bytes_.subspan(std::min(count, bytes_.size())); }
  Bytes part(std::size_t count) const {
    return Bytes(bytes_.first(std::min(count, bytes_.size())));
  }

  // Behind the end come zeros.
  std::uint64_t take(std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      value = (value << 8U) | (i < bytes_.size() ? bytes_[i] : 0U);
    }
    skip(count);
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

std::uint64_t parts(std::uint64_t length, std::uint64_t part) {
  return part == 0 ? 0 : (length + part - 1) / part;
}

// The box of a JP2 file that holds the codestream (T.800 I.5.4).
Bytes codestream_of(std::span<const std::uint8_t> stream) {
  Bytes bytes(stream);
  if (Bytes(stream).take(4) != 12) return bytes;
  while (bytes.left() >= 8) {
    std::uint64_t length = bytes.take(4);
    const bool is_codestream = bytes.take(4) == 0x6a703263;
    std::uint64_t head = 8;
    if (length == 1) {
      length = bytes.take(8);
      head = 16;
    }
    if (is_codestream || length < head) break;
    bytes.skip(static_cast<std::size_t>(length - head));
  }
  return bytes;
}

struct Tiling {
  std::uint64_t tile_columns = 0;
  std::uint64_t tile_rows = 0;
};

bool read_size(Bytes bytes, Jpeg2000Header& header, Tiling& tiling) {
  bytes.take(2);
  std::array<std::uint64_t, 8> n{};  // end and begin of the image, size and begin of the tiles
  for (std::uint64_t& number : n) number = bytes.take(4);
  header.components = static_cast<int>(bytes.take(2));
  if (n[0] <= n[2] || n[1] <= n[3] || n[4] == 0 || n[5] == 0 || n[0] <= n[6] || n[1] <= n[7]) {
    return false;
  }
  header.columns = n[0] - n[2];
  header.rows = n[1] - n[3];
  header.tiles = parts(n[0] - n[6], n[4]) * parts(n[1] - n[7], n[5]);
  tiling = {std::min(n[4], header.columns), std::min(n[5], header.rows)};
  return header.components > 0;
}

// Of one component of one tile. @param bytes  from the number of decompositions on
std::uint64_t precincts_of(Bytes bytes, bool own_sizes, const Tiling& tiling) {
  const std::uint64_t levels = std::min<std::uint64_t>(bytes.take(1), 32);
  bytes.take(4);  // code blocks and wavelet
  std::uint64_t count = 0;
  for (std::uint64_t r = 0; r <= levels; ++r) {
    const std::uint64_t exponents = own_sizes ? bytes.take(1) : 0xff;
    const std::uint64_t scale = std::uint64_t{1} << (levels - r);
    count += parts(parts(tiling.tile_columns, scale), std::uint64_t{1} << (exponents & 15U)) *
             parts(parts(tiling.tile_rows, scale), std::uint64_t{1} << (exponents >> 4U));
  }
  return count;
}

}  // namespace

std::optional<Jpeg2000Header> jpeg2000_header(std::span<const std::uint8_t> stream) {
  Bytes bytes = codestream_of(stream);
  Jpeg2000Header header;
  Tiling tiling;
  std::uint64_t most_precincts = 1;
  bool has_size = false;
  if (bytes.take(2) != 0xff4f) return std::nullopt;
  while (bytes.left() >= 4) {
    const std::uint64_t marker = bytes.take(2);
    if (marker == tile_marker) break;
    const std::uint64_t length = bytes.take(2);
    if (length < 2) return std::nullopt;
    Bytes segment = bytes.part(static_cast<std::size_t>(length - 2));
    bytes.skip(static_cast<std::size_t>(length - 2));
    if (marker == size_marker) {
      if (!read_size(segment, header, tiling)) return std::nullopt;
      has_size = true;
    } else if (marker == coding_marker && has_size) {
      const bool own_sizes = (segment.take(1) & 1U) != 0;
      segment.skip(4);  // order of progression, layers, colour transform
      most_precincts = std::max(most_precincts, precincts_of(segment, own_sizes, tiling));
    } else if (marker == component_marker && has_size) {
      segment.skip(header.components < 257 ? 1 : 2);
      const bool own_sizes = (segment.take(1) & 1U) != 0;
      most_precincts = std::max(most_precincts, precincts_of(segment, own_sizes, tiling));
    }
  }
  if (!has_size) return std::nullopt;
  header.precincts = most_precincts * static_cast<std::uint64_t>(header.components) * header.tiles;
  return header;
}

bool is_plausible(const Jpeg2000Header& header, std::size_t bytes) {
  return header.tiles <= 1 + bytes / tile_part_bytes && header.precincts <= few_precincts + bytes;
}

}  // namespace volvr::dicom
