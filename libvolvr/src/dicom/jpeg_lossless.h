// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace volvr::dicom {

/// What a lossless JPEG stream must hold to be decoded here.
struct LosslessShape {
  int rows = 0;
  int columns = 0;
  int samples = 1;
  int bits_allocated = 16;  ///< 8 or 16
};

enum class LosslessResult {
  done,
  not_plain,  ///< another process, several scans, or a shape that differs: for another decoder
  damaged,    ///< it ends too early, or holds codes that mean nothing
};

/// Decodes a JPEG stream of process 14 (ITU-T T.81 annex H: lossless, Huffman, any predictor) in one
/// scan, some times faster than libraries that serve all processes.
/// @param raw  rows × columns × samples values of `bits_allocated` bits, native byte order
LosslessResult decode_lossless_jpeg(std::span<const std::uint8_t> stream,
                                    const LosslessShape& shape, std::span<std::byte> raw);

}  // namespace volvr::dicom
