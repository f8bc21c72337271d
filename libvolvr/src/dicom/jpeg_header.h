// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace volvr::dicom {

/// What a JPEG or JPEG-LS stream says of itself in its frame header (ITU-T T.81 B.2.2, T.87 C.2.2).
struct JpegHeader {
  int precision = 0;  ///< bits a sample
  int rows = 0;
  int columns = 0;
  int samples = 0;
};

/// The first frame header of the stream, if there is one.
std::optional<JpegHeader> jpeg_header(std::span<const std::uint8_t> stream);

/// The stream up to its frame header without fill bytes and markers that say nothing (TEM), and all
/// of the rest: DCMTK 3.6 waits for ever at them (its scan for the bit depth stands still).
/// @return empty where there was nothing to leave out
std::vector<std::uint8_t> without_fill(std::span<const std::uint8_t> stream);

/// How many scans the stream has. Each is a pass over the whole image, however few bytes it takes.
std::size_t scan_count(std::span<const std::uint8_t> stream);

}  // namespace volvr::dicom
