// SPDX-License-Identifier: Apache-2.0
#include "io/deflate_block.h"

#include <libdeflate.h>
#include <zlib.h>

#include <array>
#include <memory>
#include <optional>

#include "volvr/error.h"

namespace volvr::io {

namespace {

// The fastest level whose files were no larger than zlib's level 6 on CT and MR.
constexpr int level = 6;

struct FreeCompressor {
  void operator()(libdeflate_compressor* compressor) const {
    libdeflate_free_compressor(compressor);
  }
};

[[noreturn]] void throw_no_memory(const char* call) {
  throw Error(ErrorCode::out_of_memory, "There is not enough memory to compress.", {}, call);
}

std::vector<std::byte> compressed(std::span<const std::byte> bytes) {
  const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(
      libdeflate_alloc_compressor(level));
  if (!compressor) throw_no_memory("libdeflate_alloc_compressor");
  std::vector<std::byte> packed(libdeflate_deflate_compress_bound(compressor.get(), bytes.size()));
  packed.resize(libdeflate_deflate_compress(compressor.get(), bytes.data(), bytes.size(),
                                            packed.data(), packed.size()));
  return packed;
}

class Inflater {
 public:
  Inflater() {
    if (inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw_no_memory("inflateInit2");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
};

struct LastBlock {
  std::size_t begin_bit = 0;  // where its header begins, with the mark of the last block
  std::size_t end_bit = 0;
};

// Inflates `packed` into `plain`, whose size is known, from block to block; nothing on failure.
std::optional<LastBlock> find_last_block(std::span<const std::byte> packed,
                                         std::span<std::byte> plain) {
  constexpr unsigned unused_bits = 0x3f;
  constexpr unsigned in_last_block = 0x40;
  constexpr unsigned behind_a_block = 0x80;
  Inflater inflater;
  z_stream& stream = inflater.stream();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  LastBlock last;
  while (inflate(&stream, Z_BLOCK) == Z_OK) {
    const auto state = static_cast<unsigned>(stream.data_type);
    if ((state & behind_a_block) == 0) return std::nullopt;
    const std::size_t bit = 8 * stream.total_in - (state & unused_bits);
    if ((state & in_last_block) != 0) {
      last.end_bit = bit;
      const bool whole = stream.avail_out == 0 && (bit + 7) / 8 == packed.size();
      return whole ? std::optional(last) : std::nullopt;
    }
    last.begin_bit = bit;
  }
  return std::nullopt;
}

// Takes the mark of the last block away, and appends an empty stored block that ends on a byte.
void leave_open(std::vector<std::byte>& packed, const LastBlock& last) {
  packed[last.begin_bit / 8] &= ~(std::byte{1} << (last.begin_bit % 8));
  constexpr std::size_t header_bits = 3;
  if (8 * packed.size() - last.end_bit < header_bits) packed.push_back(std::byte{0});
  constexpr std::array empty_stored{std::byte{0}, std::byte{0}, std::byte{0xff}, std::byte{0xff}};
  packed.insert(packed.end(), empty_stored.begin(), empty_stored.end());
}

}  // namespace

DeflatePiece deflate_piece(std::span<const std::byte> bytes) {
  DeflatePiece piece{compressed(bytes), libdeflate_crc32(0, bytes.data(), bytes.size()),
                     bytes.size()};
  std::vector<std::byte> plain(bytes.size());
  const auto last = find_last_block(piece.bytes, plain);
  if (!last || libdeflate_crc32(0, plain.data(), plain.size()) != piece.crc) {
    throw Error(ErrorCode::internal, "Compressed voxels do not read back as they were.", {},
                "libdeflate_deflate_compress");
  }
  leave_open(piece.bytes, *last);
  return piece;
}

}  // namespace volvr::io
