// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/parallel.h"
#include "io/byte_sink.h"
#include "io/deflate_block.h"

namespace volvr::io {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t most_blocks = 10;  // at once in memory, as they are and compressed

template <std::size_t count>
std::array<std::byte, count> bytes_of(const std::array<int, count>& values) {
  std::array<std::byte, count> bytes{};
  std::ranges::transform(values, bytes.begin(), [](int value) { return std::byte(value); });
  return bytes;
}

void put_little_endian(std::span<std::byte> place, std::uint32_t value) {
  for (std::byte& byte : place) {
    byte = std::byte(value & 0xffU);
    value >>= 8U;
  }
}

class GzipFile final : public ByteSink {
 public:
  GzipFile(const std::filesystem::path& file, const std::filesystem::path& final_name, int threads)
      : file_(raw_file(file, final_name)), threads_(thread_count(threads, most_blocks)) {
    const std::size_t blocks = std::min(2 * static_cast<std::size_t>(threads_), most_blocks);
    waiting_.reserve(blocks * block_bytes);
    // Magic number, deflate, no flags, no time, no level, unknown operating system.
    file_->write(bytes_of<10>({0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}));
  }

  void write(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const std::size_t room = waiting_.capacity() - waiting_.size();
      const auto piece = bytes.first(std::min(room, bytes.size()));
      waiting_.insert(waiting_.end(), piece.begin(), piece.end());
      bytes = bytes.subspan(piece.size());
      if (waiting_.size() == waiting_.capacity()) compress_waiting();
    }
  }

  FileSum finish() override {
    compress_waiting();
    auto end = bytes_of<13>({1, 0, 0, 0xff, 0xff});  // an empty stored block, marked as the last
    put_little_endian(std::span(end).subspan(5, 4), crc_);
    put_little_endian(std::span(end).subspan(9, 4), length_);
    file_->write(end);
    return file_->finish();
  }

 private:
  void compress_waiting() {
    std::vector<DeflatePiece> pieces((waiting_.size() + block_bytes - 1) / block_bytes);
    parallel_for(pieces.size(), threads_, [&](std::size_t i) {
      const auto from = std::span(waiting_).subspan(i * block_bytes);
      pieces[i] = deflate_piece(from.first(std::min(block_bytes, from.size())));
    });
    for (const DeflatePiece& piece : pieces) {
      file_->write(piece.bytes);
      crc_ = static_cast<std::uint32_t>(
          crc32_combine(crc_, piece.crc, static_cast<z_off_t>(piece.length)));
      length_ += static_cast<std::uint32_t>(piece.length);  // modulo 2^32, as the format has it
    }
    waiting_.clear();
  }

  std::unique_ptr<ByteSink> file_;
  int threads_;
  std::vector<std::byte> waiting_;
  std::uint32_t crc_ = 0;
  std::uint32_t length_ = 0;
};

}  // namespace

std::unique_ptr<ByteSink> gzip_file(const std::filesystem::path& file,
                                    const std::filesystem::path& final_name, int threads) {
  return std::make_unique<GzipFile>(file, final_name, threads);
}

}  // namespace volvr::io
