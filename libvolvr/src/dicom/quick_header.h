// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dicom/elements.h"
#include "dicom/recognize.h"

namespace volvr::dicom {

class OpenFile;

/// One of several frames or tiles of a file.
struct RawFrame {
  Elements elements;  ///< those of the file, overlaid by what is said of this frame alone
  int frame = 0;
  std::optional<Tile> tile;
};

/// What stands before the pixels of a file.
struct RawHeader {
  Elements elements;
  std::vector<RawFrame> frames;  ///< empty for a plain image
  std::string problem;           ///< why the places of its frames or tiles cannot be told
  std::string transfer_syntax_uid;
  PixelElement pixels;             ///< not found where the file ends without any
  std::uint64_t longest_sequence = 0;  ///< bytes of the longest value that may hold sequences
  std::uint64_t pixel_offset = 0;  ///< of the value of PixelData, where it is known
};

/// Reads a header that is beyond doubt: a preamble, a known transfer syntax, elements by rising tag
/// with the representation that the standard gives them. It takes some microseconds, where DCMTK
/// builds an object for each element. For every other file it gives nothing, and DCMTK is asked.
/// @throws Error not_readable
std::optional<RawHeader> quick_header(const OpenFile& file);

}  // namespace volvr::dicom
