// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace volvr::dicom {

class OpenFile;

/// A place in a file that moves forward, with the bytes around it read in large pieces: the headers
/// of most files take one read.
class Window {
 public:
  static constexpr std::size_t capacity = 16384;

  explicit Window(const OpenFile& file) : file_(file) {}

  std::uint64_t position() const { return position_; }
  bool at_end() const;

  /// The next `count` bytes, at most `capacity`; they stay until the next call. Nothing where the
  /// file ends before. @throws Error not_readable
  std::optional<std::span<const std::byte>> peek(std::size_t count);

  /// As `peek`, and goes on behind them.
  std::optional<std::span<const std::byte>> take(std::size_t count);

  /// Goes on behind `count` bytes; false where the file ends before.
  bool skip(std::uint64_t count);

 private:
  const OpenFile& file_;
  std::array<std::byte, capacity> bytes_;  // filled as read: clearing it first would cost more
  std::uint64_t start_ = 0;
  std::size_t length_ = 0;
  std::uint64_t position_ = 0;
};

}  // namespace volvr::dicom
