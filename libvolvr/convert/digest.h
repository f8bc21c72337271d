// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "volvr/volume_writer.h"

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

/// @throws Error not_readable
FileSum sum_of(const std::filesystem::path& file);

}  // namespace volvr::batch
