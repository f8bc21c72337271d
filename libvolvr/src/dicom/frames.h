// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "volvr/catalog.h"

namespace volvr::dicom {

class OpenFile;

/// One frame as it was compressed. `slice` tells what it must become, and whom errors speak of.
struct EncodedFrame {
  std::span<const std::uint8_t> bytes;
  const SourceInstance& slice;
  const PixelLayout& layout;  ///< of the whole image, where the slice is a tile
};

/// Each fills `raw`, `bytes_per_frame` bytes in native byte order, the samples of a pixel together.
/// @throws Error malformed, unsupported
void decode_rle(const EncodedFrame& frame, std::span<std::byte> raw);
void decode_jpeg(const EncodedFrame& frame, std::span<std::byte> raw);
void decode_jpeg2000(const EncodedFrame& frame, std::span<std::byte> raw);

/// Plain pixels of the slice's frame: as they stand, planes are not joined.
/// @throws Error not_readable, malformed (also for a file that changed since the scan)
void read_native(const OpenFile& file, const SourceInstance& slice, const PixelLayout& layout,
                 std::span<std::byte> raw);

/// Bits of `packed`, least significant first, from the bit `first` on, as values of 8 bits (for 1)
/// or 16 (for 12). @param width  1 or 12
void unpack_bits(std::span<const std::byte> packed, std::uint64_t first, int width,
                 std::span<std::byte> values);

/// The layout's values, one byte each so far, as values of two bytes.
void widen_bytes(std::span<std::byte> raw);

/// Throws malformed for a slice that is not what it was when it was scanned.
[[noreturn]] void throw_changed(const SourceInstance& slice);

/// Throws malformed for pixels that cannot be decoded.
[[noreturn]] void throw_undecodable(const SourceInstance& slice, const std::string& reason,
                                    const std::string& call);

}  // namespace volvr::dicom
