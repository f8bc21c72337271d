// SPDX-License-Identifier: Apache-2.0
#include "render/caster/packed_colours.h"

#include <algorithm>
#include <cstddef>

namespace volvr::render {

namespace {

std::uint32_t packed(float red, float green, float blue) {
  const auto bits = [](float channel, float most) {
    return static_cast<std::uint32_t>(std::clamp(channel, 0.0F, 1.0F) * most + 0.5F);
  };
  return bits(red, 2047.0F) | bits(green, 2047.0F) << 11 | bits(blue, 1023.0F) << 22;
}

}  // namespace

void PackedColours::take(std::span<const float> colours) {
  if (std::ranges::equal(colours, colours_)) return;
  colours_.assign(colours.begin(), colours.end());
  words_.resize(steps + 1);
  const std::size_t entries = colours.size() / 3;
  const auto size = static_cast<float>(entries);
  for (std::size_t word = 0; word < words_.size(); ++word) {
    const float value = static_cast<float>(word) / static_cast<float>(steps);
    const float place = std::clamp(value * size - 0.5F, 0.0F, size - 1.0F);
    const std::size_t entry = std::min(static_cast<std::size_t>(place), entries - 2);
    const float part = place - static_cast<float>(entry);
    const float* const low = &colours_[3 * entry];
    const auto channel = [&](std::size_t i) { return low[i] + part * (low[i + 3] - low[i]); };
    words_[word] = packed(channel(0), channel(1), channel(2));
  }
}

}  // namespace volvr::render
