// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/frames.h"
#include "dicom/pixel_format.h"
#include "dicom/recognize.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t head_size = 12;  // tag, representation and length before the pixels

void swap_words(std::span<std::byte> raw) {
  constexpr std::size_t block = 2048;
  std::array<std::uint16_t, block> words;
  for (std::size_t begin = 0; begin + 1 < raw.size(); begin += block * 2) {
    const std::size_t bytes = std::min(block * 2, (raw.size() - begin) / 2 * 2);
    std::memcpy(words.data(), raw.data() + begin, bytes);
    for (std::size_t i = 0; i < bytes / 2; ++i) {
      words[i] = static_cast<std::uint16_t>((words[i] << 8) | (words[i] >> 8));
    }
    std::memcpy(raw.data() + begin, words.data(), bytes);
  }
}

// The words of a value in reverse order of bytes.
void swap_values(std::span<std::byte> raw, std::size_t width) {
  if (width == 2) return swap_words(raw);
  for (std::size_t at = 0; at + width <= raw.size(); at += width) {
    std::ranges::reverse(raw.subspan(at, width));
  }
}

// The head and the pixels in one call where they stand together, the rest in further ones.
void read_head_and_pixels(const OpenFile& file, const SourceInstance& slice, std::uint64_t offset,
                          std::span<std::byte> head, std::span<std::byte> raw) {
  const std::uint64_t start = slice.pixels.data_offset - head.size();
  std::size_t done = 0;
  if (offset == 0) {
    done = file.read_two(start, head, raw);
  } else {
    done = file.read_at(start, head);
  }
  if (done < head.size()) throw_changed(slice);
  done -= head.size();
  if (done < raw.size()) {
    done += file.read_at(slice.pixels.data_offset + offset + done, raw.subspan(done));
  }
  if (done < raw.size()) {
    throw Error(ErrorCode::malformed,
                "The file " + slice.file.string() + " ends before its pixels do.",
                slice.file.string(), "preadv");
  }
}

void read_packed(const OpenFile& file, const SourceInstance& slice, const PixelLayout& layout,
                 std::span<std::byte> head, std::span<std::byte> raw) {
  const auto frame = static_cast<std::uint64_t>(slice.frame);
  const auto width = static_cast<std::uint64_t>(layout.bits_allocated);
  const std::uint64_t first_bit = frame * values_per_frame(layout) * width;
  const std::uint64_t end_bit = first_bit + values_per_frame(layout) * width;
  std::vector<std::byte> packed(static_cast<std::size_t>((end_bit + 7) / 8 - first_bit / 8));
  read_head_and_pixels(file, slice, first_bit / 8, head, packed);
  unpack_bits(packed, first_bit % 8, layout.bits_allocated, raw);
}

// Colours of two pixels at once: Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2).
void spread_422(std::span<std::byte> raw) {
  const std::size_t pairs = raw.size() / 6;
  const std::vector<std::byte> packed(raw.begin(),
                                      raw.begin() + static_cast<std::ptrdiff_t>(pairs * 4));
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::byte* from = packed.data() + i * 4;
    std::byte* to = raw.data() + i * 6;
    to[0] = from[0];
    to[3] = from[1];
    to[1] = to[4] = from[2];
    to[2] = to[5] = from[3];
  }
}

}  // namespace

void unpack_bits(std::span<const std::byte> packed, std::uint64_t first, int width,
                 std::span<std::byte> values) {
  if (width == 1) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint64_t bit = first + i;
      values[i] = (packed[static_cast<std::size_t>(bit / 8)] >> (bit % 8)) & std::byte{1};
    }
    return;
  }
  for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
    unsigned value = 0;
    for (unsigned b = 0; b < static_cast<unsigned>(width); ++b) {
      const std::uint64_t bit = first + i / 2 * static_cast<unsigned>(width) + b;
      const auto byte = std::to_integer<unsigned>(packed[static_cast<std::size_t>(bit / 8)]);
      value |= ((byte >> (bit % 8)) & 1U) << b;
    }
    values[i] = static_cast<std::byte>(value & 0xffU);
    values[i + 1] = static_cast<std::byte>(value >> 8);
  }
}

void widen_bytes(std::span<std::byte> raw) {
  for (std::size_t i = raw.size() / 2; i-- > 0;) {
    raw[2 * i] = raw[i];
    raw[2 * i + 1] = std::byte{0};
  }
}

void read_native(const OpenFile& file, const SourceInstance& slice, const PixelLayout& layout,
                 std::span<std::byte> raw) {
  if (layout.data_offset < head_size) throw_changed(slice);
  std::array<std::byte, head_size> head{};
  if (decoded_bits(layout) != layout.bits_allocated) {
    read_packed(file, slice, layout, head, raw);
  } else {
    const auto bytes = static_cast<std::size_t>(stored_bytes(layout, 1));
    read_head_and_pixels(file, slice, bytes * static_cast<std::uint64_t>(slice.frame), head,
                         raw.first(bytes));
  }
  const bool big_endian = is_big_endian(layout.transfer_syntax_uid);
  const PixelElement element =
      pixel_element_of(head, is_explicit(layout.transfer_syntax_uid), big_endian);
  if (!element.found || element.length != layout.data_length) throw_changed(slice);
  if (big_endian && layout.bits_allocated >= 16) {
    swap_values(raw, static_cast<std::size_t>(layout.bits_allocated / 8));
  }
  if (layout.photometric_interpretation == "YBR_FULL_422") spread_422(raw);
}

void throw_changed(const SourceInstance& slice) {
  throw Error(ErrorCode::malformed,
              "The file " + slice.file.string() + " has changed since it was scanned.",
              slice.file.string());
}

void throw_undecodable(const SourceInstance& slice, const std::string& reason,
                       const std::string& call) {
  throw Error(ErrorCode::malformed,
              "The pixels of " + slice.file.string() + " cannot be decoded: " + reason + ".",
              slice.file.string(), call);
}

}  // namespace volvr::dicom
