// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace volvr::bench {

/// The floor: opens every file of a folder and reads its last `bytes` bytes into their place in one
/// new buffer; no header is looked at and no value is changed.
void read_tails(const std::filesystem::path& folder, std::uint64_t bytes);

/// Opens every file of a folder and reads its first `bytes` bytes.
void read_heads(const std::filesystem::path& folder, std::uint64_t bytes);

}  // namespace volvr::bench
