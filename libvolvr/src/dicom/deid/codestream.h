// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace volvr::dicom::deid {

/// Overwrites whatever in a compressed image is no image: comments, application data, thumbnails,
/// and the bytes behind its end. Lengths stay, so that offset tables do, too. Each returns false
/// for a stream that does not hold together.
bool blank_jpeg(std::span<std::uint8_t> stream);       ///< JPEG and JPEG-LS (ITU-T T.81, T.87)
bool blank_jpeg_2000(std::span<std::uint8_t> stream);  ///< and HTJ2K (ITU-T T.800, T.814)

/// @param bytes_per_segment  Rows × Columns
bool blank_rle(std::span<std::uint8_t> stream, std::uint64_t bytes_per_segment);  ///< PS3.5 annex G

}  // namespace volvr::dicom::deid
