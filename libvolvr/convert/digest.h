// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace volvr::batch {

/// SHA-256 over fields, each with its length, so that no two lists of fields give one text.
class Digest {
 public:
  Digest();
  Digest& add(std::string_view field);
  Digest& add(std::int64_t number);

  /// The first `digits` hexadecimal digits, at most 64. Once only.
  std::string hex(std::size_t digits);

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

/// The first digits of SHA-256 of a UID alone.
std::string hash_of(std::string_view uid);

/// CRC-32 (as of gzip) and size of a file. @throws Error not_readable
struct FileSum {
  std::uint64_t bytes = 0;
  std::uint32_t crc32 = 0;
  bool operator==(const FileSum&) const = default;
};
FileSum sum_of(const std::filesystem::path& file);

}  // namespace volvr::batch
