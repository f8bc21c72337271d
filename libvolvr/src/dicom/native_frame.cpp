// SPDX-License-Identifier: Apache-2.0
#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/frames.h"
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

// The head and the pixels in one call, the rest of a short read in further ones.
void read_head_and_pixels(const OpenFile& file, const SourceInstance& slice,
                          std::span<std::byte> head, std::span<std::byte> raw) {
  const std::uint64_t start = slice.pixels.data_offset - head.size();
  const std::array<iovec, 2> parts{iovec{head.data(), head.size()}, iovec{raw.data(), raw.size()}};
  const ssize_t count = preadv(file.descriptor(), parts.data(), static_cast<int>(parts.size()),
                               static_cast<off_t>(start));
  std::size_t done = count > 0 ? static_cast<std::size_t>(count) : 0;
  if (done < head.size()) {
    if (file.read_at(start, head) < head.size()) throw_changed(slice);
    done = head.size();
  }
  done -= head.size();
  if (done < raw.size()) {
    done += file.read_at(slice.pixels.data_offset + done, raw.subspan(done));
  }
  if (done < raw.size()) {
    throw Error(ErrorCode::malformed,
                "The file " + slice.file.string() + " ends before its pixels do.",
                slice.file.string(), "preadv");
  }
}

}  // namespace

void read_native(const SourceInstance& slice, std::span<std::byte> raw) {
  const PixelLayout& layout = slice.pixels;
  if (layout.data_offset < head_size) return read_deflated(slice, raw);
  const OpenFile file(slice.file);
  std::array<std::byte, head_size> head{};
  read_head_and_pixels(file, slice, head, raw);
  const bool big_endian = is_big_endian(layout.transfer_syntax_uid);
  const PixelElement element =
      pixel_element_of(head, is_explicit(layout.transfer_syntax_uid), big_endian);
  if (!element.found || element.length != layout.data_length) throw_changed(slice);
  if (big_endian && layout.bits_allocated == 16) swap_words(raw);
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
