// SPDX-License-Identifier: Apache-2.0
// What the cells of a block hold.
#if defined(VOLVR_CPU_CELL_RANGES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_CELL_RANGES_INL
#undef VOLVR_CPU_CELL_RANGES_INL
#else
#define VOLVR_CPU_CELL_RANGES_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>

#include "render/caster/cpu_scene-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// The least and the greatest voxel of each cell of a block.
template <CpuVoxels kind>
class CellRanges {
 public:
  explicit CellRanges(const Scene<kind>& scene) : scene_(scene) {}

  /// Calls `take(first, range)` for the cells from `first` on, as many as there are lanes, until
  /// all 64 were given, x fastest. Ranges are of the voxels' own numbers.
  template <class Take>
  HWY_INLINE void of_block(int number, const Take& take) const {
    const Eigen::Vector3i blocks(static_cast<int>(scene_.picture.frame.blocks[0]),
                                 static_cast<int>(scene_.picture.frame.blocks[1]), 0);
    const int x = side * (number % blocks[0]);
    const int y = side * (number / blocks[0] % blocks[1]);
    const int z = side * (number / blocks[0] / blocks[1]);
    if constexpr (kind != CpuVoxels::rgba8) {
      const Grid& grid = scene_.grid;
      if (x + side < grid.nx && y + side < grid.ny && z + side < grid.nz)
        return inside(x, y, z, take);
    }
    at_edge(x, y, z, take);
  }

 private:
  static constexpr int side = Blocks::side;
  using Voxel = typename Reader<kind>::Voxel;
  using Cells = std::array<Voxel, side * side * side>;

  // Of a block all of whose voxels lie in the volume: the ranges of a row of cells at once.
  template <class Take>
  HWY_INLINE void inside(int x, int y, int z, const Take& take) const {
    const Grid& grid = scene_.grid;
    const hn::FixedTag<Voxel, std::size_t{side}> row;
    const auto width = static_cast<std::ptrdiff_t>(grid.nx);
    const Voxel* from = static_cast<const Voxel*>(scene_.reader.from) +
                        ((static_cast<std::ptrdiff_t>(z) - grid.origin) * grid.ny + y) * width + x;
    alignas(64) Cells low;
    alignas(64) Cells high;
    std::array<hn::Vec<decltype(row)>, side> low_before;  // of the layer of voxels before
    std::array<hn::Vec<decltype(row)>, side> high_before;
    for (std::size_t k = 0; k <= side; ++k, from += width * grid.ny) {
      auto low_row = hn::Zero(row);
      auto high_row = low_row;
      for (std::size_t j = 0; j <= side; ++j) {
        const Voxel* const voxels = from + static_cast<std::ptrdiff_t>(j) * width;
        const auto left = hn::LoadU(row, voxels);
        const auto right = hn::LoadU(row, voxels + 1);
        const auto least = hn::Min(left, right);
        const auto most = hn::Max(left, right);
        if (j > 0) {
          const auto low_here = hn::Min(low_row, least);
          const auto high_here = hn::Max(high_row, most);
          if (k > 0) {
            const std::size_t cell = side * (side * (k - 1) + j - 1);
            hn::StoreU(hn::Min(low_before[j - 1], low_here), row, low.data() + cell);
            hn::StoreU(hn::Max(high_before[j - 1], high_here), row, high.data() + cell);
          }
          low_before[j - 1] = low_here;
          high_before[j - 1] = high_here;
        }
        low_row = least;
        high_row = most;
      }
    }
    for (std::size_t first = 0; first < low.size(); first += hn::Lanes(Floats{})) {
      take(first, Pair{floats_at(low.data() + first), floats_at(high.data() + first)});
    }
  }

  static HWY_INLINE F floats_at(const Voxel* from) {
    if constexpr (kind == CpuVoxels::float32) {
      return hn::LoadU(Floats{}, from);
    } else {
      return hn::ConvertTo(Floats{},
                           hn::PromoteTo(Ints{}, hn::LoadU(hn::Rebind<Voxel, Ints>{}, from)));
    }
  }

  template <class Take>
  HWY_INLINE void at_edge(int x, int y, int z, const Take& take) const {
    const Grid& grid = scene_.grid;
    const auto lanes = static_cast<int>(hn::Lanes(Floats{}));
    for (int first = 0; first < side * side * side; first += lanes) {
      const I cell = hn::Iota(Ints{}, first);
      const auto place = [](int from, I own, int size) {
        return hn::Min(hn::Add(all_ints(from), hn::And(own, all_ints(side - 1))),
                       all_ints(size - 2));
      };
      const I row = grid.row(place(y, hn::ShiftRight<2>(cell), grid.ny),
                             place(z, hn::ShiftRight<4>(cell), grid.nz));
      take(static_cast<std::size_t>(first), range_in(hn::Add(row, place(x, cell, grid.nx))));
    }
  }

  // Of cells, told by their first voxels.
  HWY_INLINE Pair range_in(I number) const {
    const Grid& grid = scene_.grid;
    const I up = all_ints(grid.nx);
    const I back = all_ints(grid.nx * grid.ny);
    const auto& read = scene_.reader;
    Pair range = read.pair(number);
    range = {hn::Min(range.low, range.high), hn::Max(range.low, range.high)};
    for (const I voxel :
         {hn::Add(number, up), hn::Add(number, back), hn::Add(hn::Add(number, back), up)}) {
      const Pair pair = read.pair(voxel);
      range.low = hn::Min(range.low, hn::Min(pair.low, pair.high));
      range.high = hn::Max(range.high, hn::Max(pair.low, pair.high));
    }
    return range;
  }

  const Scene<kind>& scene_;
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
