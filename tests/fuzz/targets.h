// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace volvr::test {

/// What is fed with any bytes: it must come back, with a result or a volvr::Error, whatever they
/// are.
struct FuzzTarget {
  std::string_view name;
  void (*run)(std::span<const std::uint8_t> bytes);
};

/// scan, load, csa, archive, and the decoders rle, jpeg, jpeg-ls and jpeg-2000 of one frame.
std::span<const FuzzTarget> fuzz_targets();

/// @throws std::invalid_argument for another name
const FuzzTarget& fuzz_target(std::string_view name);

/// The image that the decoders' targets are told to expect; their seeds hold it.
inline constexpr int frame_side = 16;

}  // namespace volvr::test
