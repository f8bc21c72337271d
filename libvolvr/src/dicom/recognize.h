// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "dicom/attributes.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

class OpenFile;

enum class Recognition {
  no,
  perhaps,  ///< no preamble, but the bytes could begin a bare data set
  yes,      ///< the DICM mark is there (PS3.10 chapter 7.1)
};

/// Tells from a file's first bytes whether it is worth parsing.
/// @param beginning  the first bytes, 140 or more where the file has them
Recognition recognize(std::span<const std::byte> beginning, std::uint64_t file_size);

/// The tag, representation and length that stand right before the value of PixelData, or of
/// FloatPixelData or DoubleFloatPixelData.
struct PixelElement {
  bool found = false;        ///< it is one of them
  bool words = false;        ///< its representation is OW
  std::uint32_t length = 0;  ///< 0xffffffff for encapsulated pixels
  SampleKind kind = SampleKind::integer;
};

/// The kind of samples in the element of this tag; nothing where it holds no pixels.
std::optional<SampleKind> sample_kind_of(Tag tag);

/// @param offset  of the value. @throws Error not_readable
PixelElement pixel_element_before(const OpenFile& file, std::uint64_t offset, bool is_explicit,
                                  bool big_endian);

/// The same from the bytes before the value: 12 of them, or 8 for implicit representation.
PixelElement pixel_element_of(std::span<const std::byte> before, bool is_explicit, bool big_endian);

}  // namespace volvr::dicom
