// SPDX-License-Identifier: Apache-2.0
// What a bundle of rays needs to know of a volume.
#if defined(VOLVR_CPU_SCENE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_SCENE_INL
#undef VOLVR_CPU_SCENE_INL
#else
#define VOLVR_CPU_SCENE_INL
#endif

#include <algorithm>
#include <limits>

#include "render/caster/cpu_bundle-inl.h"
#include "render/caster/cpu_light-inl.h"
#include "render/caster/cpu_ready-inl.h"
#include "render/caster/cpu_sampling-inl.h"
#include "render/caster/packed_colours.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

struct Colour {
  F r, g, b, a;
};

struct I3 {
  I x, y, z;
};

/// The blocks of a volume, as a bundle meets them.
class Blocks {
 public:
  static constexpr int side = BlockRanges::side;

  Blocks(const FrameBlock& frame, const Bundle& bundle)
      : nx_(static_cast<int>(frame.blocks[0])),
        ny_(static_cast<int>(frame.blocks[1])),
        nz_(static_cast<int>(frame.blocks[2])),
        per_(bundle.steps_a_voxel),
        ahead_{way(bundle.step.x), way(bundle.step.y), way(bundle.step.z)},
        far_{far_side(ahead_.x), far_side(ahead_.y), far_side(ahead_.z)} {}

  HWY_INLINE I3 block_of(F3 voxel) const {
    return {block(voxel.x, nx_), block(voxel.y, ny_), block(voxel.z, nz_)};
  }
  HWY_INLINE I number(I3 block) const {
    const I row = hn::Add(hn::Mul(block.z, all_ints(ny_)), block.y);
    return hn::Add(hn::Mul(row, all_ints(nx_)), block.x);
  }
  /// How many samples bring a ray out of the blocks within `reach` of the one it is in.
  HWY_INLINE F samples_within(F3 voxel, I3 block, F reach) const {
    const F x = to_border(block.x, reach, voxel.x, ahead_.x, far_.x, per_.x);
    const F y = to_border(block.y, reach, voxel.y, ahead_.y, far_.y, per_.y);
    const F z = to_border(block.z, reach, voxel.z, ahead_.z, far_.z, per_.z);
    return hn::Max(hn::Ceil(hn::Min(hn::Min(x, y), z)), all(1.0F));
  }

 private:
  static HWY_INLINE F way(F step) {
    return hn::IfThenElse(hn::Ge(step, hn::Zero(Floats{})), all(1.0F), all(-1.0F));
  }
  static HWY_INLINE F far_side(F way) { return hn::Max(way, hn::Zero(Floats{})); }
  static HWY_INLINE I block(F voxel, int count) {
    const I at = hn::ConvertTo(Ints{}, hn::Mul(voxel, all(1.0F / side)));
    return hn::Max(hn::Min(at, all_ints(count - 1)), all_ints(0));
  }
  static HWY_INLINE F to_border(I block, F reach, F voxel, F ahead, F far, F per) {
    const F border = hn::MulAdd(reach, ahead, hn::Add(hn::ConvertTo(Floats{}, block), far));
    return hn::Mul(hn::MulSub(border, all(side), voxel), per);
  }

  int nx_, ny_, nz_;
  F3 per_;
  F3 ahead_;  // 1 or -1
  F3 far_;    // which side of a block a ray leaves by: 1 or 0
};

/// What a bundle needs to know of the volume; made once a tile.
template <CpuVoxels kind>
struct Scene {
  explicit Scene(const CpuPicture& p)
      : picture(p),
        grid{p.size[0], p.size[1], p.size[2], p.size[2] / 2, beyond_of(p)},
        opacities{p.opacities.data(), static_cast<int>(p.opacities.size())},
        gradients{p.gradient_opacities.data(), static_cast<int>(p.gradient_opacities.size())} {
    const auto slice = static_cast<std::int64_t>(p.size[0]) * p.size[1] * bytes_of(kind);
    reader.from = static_cast<const std::byte*>(p.voxels) + slice * grid.origin;
    if constexpr (bytes_of(kind) == 1) {
      reader.last = static_cast<std::int32_t>(slice * (p.size[2] - grid.origin) - 4);
    }
    ready =
        can_be_ready(kind) && p.shade && p.frame.value_map[0] >= 1.0F / 32767.0F && grid.is_near();
    find_seen_values();
  }

  HWY_INLINE F value(const Cell& cell) const { return mapped(value_in(reader, grid, cell)); }
  HWY_INLINE F mapped(F voxel) const {
    return hn::MulAdd(voxel, all(picture.frame.value_map[0]), all(picture.frame.value_map[1]));
  }
  /// Of the samples of `rays`; the other lanes get nothing.
  HWY_INLINE Near near(F3 voxel, const Spot& spot, M rays, ReadyBlocks& blocks) const {
    if constexpr (can_be_ready(kind)) {
      if (ready) return blocks.near(reader, grid, spot, rays);
    }
    // The other lanes read where it does no harm.
    const auto own = [&](F place, int size) {
      return hn::IfThenElse(rays, place, all(0.5F * static_cast<float>(size)));
    };
    const Cell cell =
        grid.cell({own(voxel.x, grid.nx), own(voxel.y, grid.ny), own(voxel.z, grid.nz)});
    if (!grid.is_near() || !all_inside(grid, cell))
      return {value_in(reader, grid, cell), gradient_in(reader, grid, cell)};
    const Mixer mixer(reader, Parts(cell.px, grid.beyond.x));
    const Rows rows = rows_in(mixer, grid, cell);
    return {value_of(mixer, rows, cell), gradient_of(mixer, rows, grid, cell)};
  }
  HWY_INLINE F opacity(F value) const { return opacities.get(value); }

  // Which values may have an opacity: cheaper than to look it up.
  HWY_INLINE M may_be_seen(F value) const {
    return hn::And(hn::Gt(value, all(seen_from)), hn::Lt(value, all(seen_to)));
  }

  // What a sample's opacity is multiplied with, by how fast the values change around it.
  HWY_INLINE F gradient_factor(const Cell& cell) const {
    return gradient_factor(gradient_in(reader, grid, cell));
  }
  HWY_INLINE F gradient_factor(F3 difference) const {
    const F3 normal =
        combined(picture.frame.normal_matrix, difference.x, difference.y, difference.z);
    const F steepness =
        hn::Mul(hn::Sqrt(dot(normal, normal)), all(picture.frame.gradient_scale[0]));
    return gradients.get(steepness);
  }

  HWY_INLINE F3 colour(F value, F3 voxel) const {
    if constexpr (kind == CpuVoxels::rgba8) {
      const Cell cell = grid.cell(voxel);
      const F scale = all(1.0F / 255.0F);
      const auto channel = [&](const auto& read) {
        return hn::Mul(value_in(read, grid, cell), scale);
      };
      return {channel(ChannelReader<0>{reader.from}), channel(ChannelReader<1>{reader.from}),
              channel(ChannelReader<2>{reader.from})};
    } else {
      return packed_colour(value);
    }
  }

  HWY_INLINE F3 lit(F3 colour, F3 voxel, F3 direction) const {
    if (!picture.shade) return whole(colour);
    return lit_sample(picture, colour, voxel, gradient_in(reader, grid, grid.cell(voxel)),
                      direction);
  }

  // The stock mapper divides by one voxel less than there are.
  static Beyond beyond_of(const CpuPicture& p) {
    if (!p.stock_rounding) return {};
    const auto along = [&](int axis) {
      return 1.0F / static_cast<float>(std::max(p.size[axis] - 1, 1));
    };
    return {along(0), along(1), along(2)};
  }

  // The values between which all that can be seen lies. Beyond its ends a table goes on as there.
  void find_seen_values() {
    const auto is_seen = [](float opacity) { return opacity > 0.0F; };
    const std::span<const float> table = picture.opacities;
    const auto first = std::ranges::find_if(table, is_seen) - table.begin();
    const auto after = table.rend() - std::find_if(table.rbegin(), table.rend(), is_seen);
    const auto size = static_cast<float>(table.size());
    if (first > 0) seen_from = (static_cast<float>(first) - 0.51F) / size;
    if (after < std::ssize(table)) seen_to = (static_cast<float>(after) + 0.51F) / size;
  }

  HWY_INLINE F3 packed_colour(F value) const {
    const F at = clamped(hn::MulAdd(value, all(PackedColours::steps), all(0.5F)), 0.0F,
                         PackedColours::steps);
    const I word = hn::GatherIndex(
        Ints{}, reinterpret_cast<const std::int32_t*>(picture.packed_colours.data()),
        hn::ConvertTo(Ints{}, at));
    const hn::RebindToUnsigned<Ints> whole;
    const auto bits = hn::BitCast(whole, word);
    const auto channel = [&](auto shifted, int most) {
      const I number = hn::And(hn::BitCast(Ints{}, shifted), all_ints(most));
      return hn::Mul(hn::ConvertTo(Floats{}, number), all(1.0F / static_cast<float>(most)));
    };
    return {channel(bits, 0x7FF), channel(hn::ShiftRight<11>(bits), 0x7FF),
            channel(hn::ShiftRight<22>(bits), 0x3FF)};
  }

  const CpuPicture& picture;
  Reader<kind> reader;
  Grid grid;
  Table opacities;
  Table gradients;
  bool ready = false;  // samples are mixed of ReadyBlocks
  float seen_from = std::numeric_limits<float>::lowest();
  float seen_to = std::numeric_limits<float>::max();
};

// Adds what a sample shows behind what its ray has gathered.
HWY_INLINE void add_behind(F3 colour, F opacity, Colour& sum) {
  const F weight = hn::Mul(hn::Sub(all(1.0F), sum.a), opacity);
  sum.r = hn::MulAdd(weight, colour.x, sum.r);
  sum.g = hn::MulAdd(weight, colour.y, sum.g);
  sum.b = hn::MulAdd(weight, colour.z, sum.b);
  sum.a = hn::Add(sum.a, weight);
}

HWY_INLINE I distances_at(const CpuPicture& picture, I number) {
  return hn::And(gathered(picture.distances->distance.data(), number), all_ints(0xFF));
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
