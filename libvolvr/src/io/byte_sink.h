// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>

#include "io/writers.h"

namespace volvr::io {

/// Takes bytes in order; every write is checked. Nothing is complete before `finish`.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  /// @throws Error no_space, not_writable
  virtual void write(std::span<const std::byte> bytes) = 0;
  virtual void finish() = 0;
};

std::unique_ptr<ByteSink> raw_file(const WriteJob& job);
std::unique_ptr<ByteSink> gzip_file(const WriteJob& job);

/// Writes the volume's values in pieces and tells the job's progress after each.
/// @throws Error cancelled, and as ByteSink
void write_values(ByteSink& sink, const WriteJob& job);

/// @throws Error cancelled if the sink asks to stop
void report_written(const WriteJob& job, std::uint64_t bytes);

}  // namespace volvr::io
