// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace volvr::dicom {

/// What a JPEG 2000 or HTJ2K codestream says of itself before its first tile (ITU-T T.800 A.5.1,
/// A.6.1), and how much work that is.
struct Jpeg2000Header {
  std::uint64_t columns = 0;
  std::uint64_t rows = 0;
  int components = 0;
  std::uint64_t tiles = 0;
  std::uint64_t precincts = 0;  ///< about as many as the decoder makes, of all tiles and components
};

/// @param stream  a bare codestream, or one within a JP2 file
std::optional<Jpeg2000Header> jpeg2000_header(std::span<const std::uint8_t> stream);

/// Whether a stream of that many bytes can hold what its header promises: each tile has a part with
/// a head, each precinct a packet of at least one byte. A decoder makes them all before it reads
/// one.
bool is_plausible(const Jpeg2000Header& header, std::size_t bytes);

}  // namespace volvr::dicom
