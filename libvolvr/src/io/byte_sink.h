// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

#include "volvr/volume_writer.h"

namespace volvr::io {

/// Takes bytes in order; every write is checked. Nothing is complete before `finish`.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  /// @throws Error no_space, not_writable
  virtual void write(std::span<const std::byte> bytes) = 0;
  /// What all that was written to the file comes to.
  virtual FileSum finish() = 0;
};

/// @param file        where the bytes go, until the file is whole
/// @param final_name  what errors speak of
/// @throws Error no_space, not_writable
std::unique_ptr<ByteSink> raw_file(const std::filesystem::path& file,
                                   const std::filesystem::path& final_name);

/// The same bytes as one gzip member (RFC 1952) without a time or a name. Blocks of a megabyte are
/// compressed apart from each other by libdeflate, on up to `threads` threads (0: one a processor),
/// and joined by empty stored blocks (RFC 1951, 3.2.4). The file does not depend on `threads`.
///
/// One member and not several: browsers' DecompressionStream and other readers stop after the
/// first.
std::unique_ptr<ByteSink> gzip_file(const std::filesystem::path& file,
                                    const std::filesystem::path& final_name, int threads);

}  // namespace volvr::io
