// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace volvr::dicom {

/// How many bytes the first segment of an RLE frame unpacks to (PS3.5 annex G); nothing where the
/// frame's header contradicts itself.
std::optional<std::uint64_t> rle_segment_length(std::span<const std::uint8_t> frame);

}  // namespace volvr::dicom
