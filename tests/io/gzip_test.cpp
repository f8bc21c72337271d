// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "io/byte_sink.h"
#include "support/temporary_folder.h"

namespace volvr {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::size_t block = std::size_t{1} << 20;

std::string contents(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// As voxels are: a rough surface with flat parts, two bytes a value.
Bytes image_like(std::size_t count) {
  std::mt19937 random(3);
  Bytes bytes(count);
  for (std::size_t i = 0; i + 1 < count; i += 2) {
    const std::size_t value = (i / 40000) % 3 == 0 ? 24 : 1000 + i / 512 % 200 + random() % 37;
    bytes[i] = std::byte(value & 0xffU);
    bytes[i + 1] = std::byte(value >> 8U);
  }
  return bytes;
}

Bytes noise(std::size_t count) {
  std::mt19937 random(4);
  Bytes bytes(count);
  for (std::byte& byte : bytes) byte = std::byte(random() & 0xffU);
  return bytes;
}

std::string packed(const Bytes& bytes, int threads = 0, std::size_t piece = block / 3) {
  const test::TemporaryFolder folder;
  const auto file = folder / "packed.gz";
  const auto sink = io::gzip_file(file, file, threads);
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    sink->write(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
  }
  sink->finish();
  return contents(file);
}

// Reads the first gzip member alone and gives what it holds; fails where anything stands behind it.
Bytes first_member(const std::string& file) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(file.data()));
  stream.avail_in = static_cast<uInt>(file.size());
  Bytes plain;
  Bytes piece(block);
  int status = Z_OK;
  while (status == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = inflate(&stream, Z_NO_FLUSH);
    plain.insert(plain.end(), piece.begin(),
                 piece.end() - static_cast<std::ptrdiff_t>(stream.avail_out));
  }
  EXPECT_EQ(status, Z_STREAM_END) << "length and CRC are checked by zlib";
  EXPECT_EQ(stream.avail_in, 0U) << "bytes behind the only member";
  inflateEnd(&stream);
  return plain;
}

TEST(Gzip, IsOneMemberThatHoldsEveryByte) {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{700},
                                  block - 1, block, block + 1, 9 * block + 12345}) {
    EXPECT_EQ(first_member(packed(image_like(count))), image_like(count)) << count;
    EXPECT_EQ(first_member(packed(noise(count))), noise(count)) << count;
    EXPECT_EQ(first_member(packed(Bytes(count))), Bytes(count)) << count;
  }
}

// The last block of a piece may end at any of eight bits.
TEST(Gzip, JoinsPiecesThatEndAtAnyBit) {
  for (std::size_t more = 1; more <= 64; ++more) {
    const Bytes bytes = image_like(block + 37 * more);
    ASSERT_EQ(first_member(packed(bytes)), bytes) << more;
  }
}

TEST(Gzip, BytesDependNeitherOnThreadsNorOnPieces) {
  const Bytes bytes = image_like(7 * block + 999);
  const std::string one = packed(bytes, 1);
  EXPECT_EQ(one, packed(bytes, 2));
  EXPECT_EQ(one, packed(bytes, 5));
  EXPECT_EQ(one, packed(bytes, 3, 1000));
  EXPECT_EQ(one, packed(bytes, 3, bytes.size()));
}

TEST(Gzip, IsReadByTheToolsThatPeopleHave) {
  const test::TemporaryFolder folder;
  const Bytes bytes = image_like(3 * block + 77);
  std::ofstream(folder / "plain", std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  std::ofstream(folder / "packed.gz", std::ios::binary) << packed(bytes);
  for (const std::string tool :
       {"gzip -t packed.gz && gzip -dc packed.gz", "pigz -dc packed.gz",
        "python3 -c \"import gzip,sys; sys.stdout.buffer.write(gzip.open('packed.gz').read())\""}) {
    const std::string command =
        "cd '" + folder.path().string() + "' && (" + tool + ") | cmp - plain";
    EXPECT_EQ(std::system(command.c_str()), 0) << tool;
  }
}

TEST(Gzip, IsNoLargerThanThatOfZlib) {
  const Bytes bytes = image_like(8 * block);
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  Bytes out(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_LE(packed(bytes).size(), stream.total_out);
  deflateEnd(&stream);
}

}  // namespace
}  // namespace volvr
