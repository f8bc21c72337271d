// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "volvr/catalog.h"

namespace volvr::dicom {

/// Reads or decodes the pixels of one slice into `raw`: `bytes_per_frame` bytes in native byte
/// order, samples of a pixel together. One function for each way in which pixels are stored.
/// @throws Error not_found, not_readable, malformed (also for a file that changed since the scan),
///         unsupported
void read_native(const SourceInstance& slice, std::span<std::byte> raw);
void read_deflated(const SourceInstance& slice, std::span<std::byte> raw);
void decode_with_dcmtk(const SourceInstance& slice, std::span<std::byte> raw);
void decode_jpeg2000(const SourceInstance& slice, std::span<std::byte> raw);

/// Throws malformed for a slice that is not what it was when it was scanned.
[[noreturn]] void throw_changed(const SourceInstance& slice);

/// Throws malformed for pixels that cannot be decoded.
[[noreturn]] void throw_undecodable(const SourceInstance& slice, const std::string& reason,
                                    const std::string& call);

}  // namespace volvr::dicom
