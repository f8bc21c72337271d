// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace volvr::io {

/// A piece of a deflate stream that another piece may follow: it ends on a whole byte, and none of
/// its blocks is marked as the last.
struct DeflatePiece {
  std::vector<std::byte> bytes;
  std::uint32_t crc = 0;   ///< CRC-32 of what went in
  std::size_t length = 0;  ///< of what went in
};

/// Compresses bytes by libdeflate. What came out is read once more by zlib, which tells where the
/// last block begins and whether it gives back what went in.
/// @throws Error out_of_memory, internal
DeflatePiece deflate_piece(std::span<const std::byte> bytes);

}  // namespace volvr::io
