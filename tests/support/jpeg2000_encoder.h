// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace volvr::test {

struct Jpeg2000Image {
  int columns = 0;
  int rows = 0;
  int samples = 1;
  int bits_allocated = 16;
  int bits_stored = 12;
  bool is_signed = false;
};

/// A reversible JPEG 2000 codestream of interleaved little endian pixels, by OpenJPEG.
/// Throws std::runtime_error if the encoder fails.
std::vector<std::uint8_t> jpeg2000_codestream(const Jpeg2000Image& image, const void* pixels);

}  // namespace volvr::test
