// SPDX-License-Identifier: Apache-2.0
#include "render/caster/cpu_rays.h"

#include <algorithm>
#include <atomic>
#include <cstddef>

#include "core/parallel.h"

// Compiled once for each kind of processor that is worth it; the best is chosen when it runs.
#define HWY_DISABLED_TARGETS                                                                \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_AVX3_ZEN4 | HWY_AVX3_SPR | HWY_SVE | HWY_SVE2 | \
   HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "render/caster/cpu_rays.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "render/caster/cpu_march-inl.h"

#if HWY_ONCE
namespace volvr::render {

namespace {

HWY_EXPORT(cast_tile);

}  // namespace

bool fits_cpu_rays(CpuVoxels kind, const Eigen::Vector3i& size) {
  const std::int64_t slice = static_cast<std::int64_t>(size[0]) * size[1];
  const std::int64_t half = slice * (size[2] - size[2] / 2) * bytes_of(kind);
  return slice * size[2] >= 8 && half <= std::numeric_limits<std::int32_t>::max();
}

void cast_cpu_rays(const CpuPicture& picture, std::span<float> rgba) {
  const int across = (picture.width() + tile_side - 1) / tile_side;
  const int up = (picture.height() + tile_side - 1) / tile_side;
  const auto tiles = static_cast<std::size_t>(across) * static_cast<std::size_t>(up);
  static std::atomic<std::uint64_t> pictures = 0;
  const std::uint64_t number = ++pictures;
  parallel_for(tiles, 0, [&](std::size_t tile) {
    const int x = static_cast<int>(tile % static_cast<std::size_t>(across)) * tile_side;
    const int y = static_cast<int>(tile / static_cast<std::size_t>(across)) * tile_side;
    const PixelRect rect{x, y, std::min(x + tile_side, picture.width()),
                         std::min(y + tile_side, picture.height())};
    HWY_DYNAMIC_DISPATCH(cast_tile)(picture, number, rect, rgba.data());
  });
}

}  // namespace volvr::render
#endif
