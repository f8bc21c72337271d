// SPDX-License-Identifier: Apache-2.0
#include "convert/digest.h"

#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "volvr/error.h"

namespace volvr::batch {

namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20;

EVP_MD_CTX* context_of(void* context) {
  return static_cast<EVP_MD_CTX*>(context);
}

[[noreturn]] void throw_unreadable(const std::filesystem::path& file, const char* call) {
  throw Error(ErrorCode::not_readable,
              "The file " + file.string() + " cannot be read: " + std::strerror(errno) + ".",
              file.string(), call);
}

}  // namespace

void Digest::Free::operator()(void* context) const {
  EVP_MD_CTX_free(context_of(context));
}

Digest::Digest() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(context_of(context_.get()), EVP_sha256(), nullptr) != 1) {
    throw Error(ErrorCode::internal, "SHA-256 is not to be had.", {}, "EVP_DigestInit_ex");
  }
}

Digest& Digest::add(std::string_view field) {
  add(static_cast<std::int64_t>(field.size()));
  EVP_DigestUpdate(context_of(context_.get()), field.data(), field.size());
  return *this;
}

Digest& Digest::add(std::int64_t number) {
  std::array<unsigned char, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> (8 * i));
  }
  EVP_DigestUpdate(context_of(context_.get()), bytes.data(), bytes.size());
  return *this;
}

std::string Digest::hex(std::size_t digits) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int count = 0;
  EVP_DigestFinal_ex(context_of(context_.get()), bytes.data(), &count);
  std::string text;
  for (unsigned int i = 0; i < count && text.size() < digits; ++i) {
    constexpr std::string_view letters = "0123456789abcdef";
    text += letters[bytes[i] >> 4];
    text += letters[bytes[i] & 15U];
  }
  text.resize(std::min(text.size(), digits));
  return text;
}

std::string hash_of(std::string_view uid) {
  return Digest().add(uid).hex(16);
}

FileSum sum_of(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_unreadable(file, "open");
  std::vector<unsigned char> piece(piece_bytes);
  FileSum sum;
  for (;;) {
    const ssize_t count = read(descriptor, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int number = errno;
      close(descriptor);
      errno = number;
      throw_unreadable(file, "read");
    }
    if (count == 0) break;
    sum.crc32 = libdeflate_crc32(sum.crc32, piece.data(), static_cast<std::size_t>(count));
    sum.bytes += static_cast<std::uint64_t>(count);
  }
  close(descriptor);
  return sum;
}

}  // namespace volvr::batch
