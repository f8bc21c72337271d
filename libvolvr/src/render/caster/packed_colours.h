// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace volvr::render {

/// A table of colours with one word for each value that blocks are counted in, so that processors
/// read a colour at once instead of six numbers to interpolate: 11 bits red (lowest), 11 green,
/// 10 blue. That is an eighth of a grey level at most from the colour itself.
class PackedColours {
 public:
  static constexpr int steps = 65535;

  /// Makes them anew if `colours` are not those of last time.
  /// @param colours  three an entry, at least two entries; entry i is at (i + 0.5) / size
  void take(std::span<const float> colours);

  /// steps + 1; word i is at i / steps.
  std::span<const std::uint32_t> words() const { return words_; }

 private:
  std::vector<float> colours_;
  std::vector<std::uint32_t> words_;
};

}  // namespace volvr::render
