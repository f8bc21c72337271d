// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "support/phantom.h"

class DcmFileFormat;
class DcmItem;

namespace volvr::test {

/// Puts little endian pixel bytes into PixelData.
void put_pixels(DcmItem& item, const std::vector<std::uint8_t>& bytes, int bits_allocated);

/// Writes the file in that encoding. Throws std::runtime_error if it cannot.
void save_encoded(DcmFileFormat& file, Encoding encoding, bool meta_header,
                  const std::filesystem::path& path);

}  // namespace volvr::test
