// SPDX-License-Identifier: Apache-2.0
#include "render/caster/plateaus.h"

#include <algorithm>
#include <cstddef>

namespace volvr::render {

namespace {

// What part of a table, from one of its ends on, is like that end.
template <class IsLikeEnd>
float part_alike(std::size_t entries, const IsLikeEnd& is_like_end) {
  std::size_t alike = 1;
  while (alike < entries && is_like_end(alike)) ++alike;
  if (alike == entries) return 1.0F;
  return (static_cast<float>(alike) - 0.5F) / static_cast<float>(entries);
}

float plateau(std::span<const float> opacities, std::span<const float> colours, bool from_last) {
  const auto place = [from_last](std::size_t entries, std::size_t at) {
    return from_last ? entries - 1 - at : at;
  };
  const auto opacity = [&](std::size_t at) { return opacities[place(opacities.size(), at)]; };
  const float by_opacity =
      part_alike(opacities.size(), [&](std::size_t at) { return opacity(at) == opacity(0); });
  if (opacity(0) <= 0.0F) return by_opacity;
  const std::size_t entries = colours.size() / 3;
  const auto colour = [&](std::size_t at) { return colours.begin() + 3 * place(entries, at); };
  const float by_colour = part_alike(
      entries, [&](std::size_t at) { return std::equal(colour(at), colour(at) + 3, colour(0)); });
  return std::min(by_opacity, by_colour);
}

}  // namespace

Plateaus plateaus_of(std::span<const float> opacities, std::span<const float> colours) {
  return {plateau(opacities, colours, false), 1.0F - plateau(opacities, colours, true)};
}

}  // namespace volvr::render
