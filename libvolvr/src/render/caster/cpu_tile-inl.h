// SPDX-License-Identifier: Apache-2.0
// How a picture's pixels are shared out to bundles of rays.
#if defined(VOLVR_CPU_TILE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_TILE_INL
#undef VOLVR_CPU_TILE_INL
#else
#define VOLVR_CPU_TILE_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>

#include "render/caster/cpu_scene-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

constexpr int bundle_width = 4;  // pixels; the rest of the lanes lie above
constexpr int bundle_lanes = static_cast<int>(hn::MaxLanes(Floats{}));
constexpr int bundle_height = bundle_lanes / bundle_width;

/// A bundle's pixels: where their middles lie, -1 to 1 over the viewport, and the depths of what is
/// opaque there.
struct Pixels {
  F x, y, depth;
};

// From (x, y) on. Lanes beyond the rectangle are as those at its edge.
HWY_INLINE Pixels pixels_from(const CpuPicture& picture, const PixelRect& rect, int x, int y) {
  alignas(64) LaneFloats xs{};
  alignas(64) LaneFloats ys{};
  alignas(64) LaneFloats depths{};
  for (int lane = 0; lane < bundle_lanes; ++lane) {
    const auto at = static_cast<std::size_t>(lane);
    const auto column = static_cast<std::size_t>(std::min(x + lane % bundle_width, rect.x1 - 1));
    const auto row = static_cast<std::size_t>(std::min(y + lane / bundle_width, rect.y1 - 1));
    xs[at] = picture.columns[column];
    ys[at] = picture.rows[row];
    if (picture.depths != nullptr) {
      depths[at] = picture.depths[row * picture.columns.size() + column];
    }
  }
  return {hn::Load(Floats{}, xs.data()), hn::Load(Floats{}, ys.data()),
          hn::Load(Floats{}, depths.data())};
}

HWY_INLINE void store(const CpuPicture& picture, const PixelRect& rect, int x, int y,
                      const Colour& colour, float* rgba) {
  alignas(64) std::array<float, 4 * most_lanes> pixels;
  hn::StoreInterleaved4(colour.r, colour.g, colour.b, colour.a, Floats{}, pixels.data());
  const int wide = 4 * std::min(bundle_width, rect.x1 - x);
  const int high = std::min(bundle_height, rect.y1 - y);
  for (int row = 0; row < high; ++row) {
    const auto pixel =
        static_cast<std::size_t>(y + row) * picture.columns.size() + static_cast<std::size_t>(x);
    std::copy_n(pixels.data() + 4 * bundle_width * row, wide, rgba + 4 * pixel);
  }
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
