// SPDX-License-Identifier: Apache-2.0
#include "dicom/hostile_files.h"

#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <vector>

namespace volvr::test {

namespace {

constexpr std::uint32_t undefined_length = 0xffffffff;

std::string tag_bytes(std::uint32_t group, std::uint32_t element, bool big_endian) {
  return number_bytes(group, 2, big_endian) + number_bytes(element, 2, big_endian);
}

std::string deflated(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string result(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  result.resize(stream.total_out);
  deflateEnd(&stream);
  if (!done) throw std::runtime_error("deflate");
  return result;
}

}  // namespace

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put_bytes(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string number_bytes(std::uint64_t value, int width, bool big_endian) {
  std::string bytes;
  for (int i = 0; i < width; ++i) {
    bytes += static_cast<char>(static_cast<unsigned char>(value >> static_cast<unsigned>(8 * i)));
  }
  if (big_endian) std::ranges::reverse(bytes);
  return bytes;
}

std::string nested(const Nest& nest) {
  const bool plain = nest.is_explicit && !nest.unknown;
  const std::size_t level = (plain ? 12U : 8U) + 8U;
  std::string bytes;
  for (std::size_t i = 0; i < nest.depth; ++i) {
    // What is left within, as levels inside of this one's heads.
    const std::size_t inner = (nest.depth - i) * level;
    const auto length = [&](std::size_t count) {
      return number_bytes(nest.undefined ? undefined_length : count, 4, nest.big_endian);
    };
    bytes += tag_bytes(0x0008, 0x1140, nest.big_endian);
    const bool has_vr = nest.is_explicit && (!nest.unknown || i == 0);
    if (has_vr) bytes += std::string(nest.unknown ? "UN" : "SQ") + std::string(2, '\0');
    bytes += length(inner - level + 8) + tag_bytes(0xfffe, 0xe000, nest.big_endian) +
             length(inner - level);
  }
  if (nest.undefined && nest.ends) {
    const std::string end = tag_bytes(0xfffe, 0xe00d, nest.big_endian) + std::string(4, '\0') +
                            tag_bytes(0xfffe, 0xe0dd, nest.big_endian) + std::string(4, '\0');
    for (std::size_t i = 0; i < nest.depth; ++i) bytes += end;
  }
  return bytes;
}

void insert_before_patient(const std::filesystem::path& file, std::string_view bytes) {
  std::string whole = bytes_of(file);
  for (const std::string_view mark :
       {std::string_view("\x10\0\x10\0PN", 6), std::string_view("\0\x10\0\x10PN", 6),
        std::string_view("\x10\0\x10\0", 4)}) {
    const std::size_t at = whole.find(mark);
    if (at == std::string::npos) continue;
    whole.insert(at, bytes);
    return put_bytes(file, whole);
  }
  throw std::runtime_error("no PatientName in " + file.string());
}

std::size_t data_set_begin(std::string_view bytes) {
  std::size_t length = 0;  // of the meta header behind its first element (PS3.10 7.1)
  for (std::size_t i = 0; i < 4; ++i) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[140 + i])) << (8 * i);
  }
  return 144 + length;
}

void put_deflated(const std::filesystem::path& file, std::string_view data_set) {
  const std::string whole = bytes_of(file);
  put_bytes(file, whole.substr(0, data_set_begin(whole)) + deflated(data_set));
}

std::string zip_of(std::string_view name, std::string_view content) {
  const auto crc =
      crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
  const std::string common = number_bytes(20, 2) + number_bytes(0, 8) + number_bytes(crc, 4) +
                             number_bytes(content.size(), 4) + number_bytes(content.size(), 4) +
                             number_bytes(name.size(), 2) + number_bytes(0, 2);
  const std::string local = "PK\x03\x04" + common + std::string(name) + std::string(content);
  const std::string central = "PK\x01\x02" + number_bytes(20, 2) + common + number_bytes(0, 2) +
                              number_bytes(0, 4) + number_bytes(0, 4) + number_bytes(0, 4) +
                              std::string(name);
  return local + central + "PK\x05\x06" + number_bytes(0, 4) + number_bytes(1, 2) +
         number_bytes(1, 2) + number_bytes(central.size(), 4) + number_bytes(local.size(), 4) +
         number_bytes(0, 2);
}

}  // namespace volvr::test
