// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace volvr {

/// A picture of 8-bit sRGB, rows from the top, three bytes a pixel, no padding.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};

/// Writes a PNG; it appears under its name only when it is whole.
/// @throws Error not_writable, no_space, invalid_argument (an empty picture)
void save_png(const Picture& picture, const std::filesystem::path& file);

}  // namespace volvr
