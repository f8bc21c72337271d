// SPDX-License-Identifier: Apache-2.0
// Where along the rays of a bundle nothing can be seen.
#if defined(VOLVR_CPU_CELLS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_CELLS_INL
#undef VOLVR_CPU_CELLS_INL
#else
#define VOLVR_CPU_CELLS_INL
#endif

#include <array>
#include <cstddef>

#include <vtkVolumeMapper.h>

#include "render/caster/cell_masks.h"
#include "render/caster/cpu_cell_ranges-inl.h"
#include "render/caster/cpu_scene-inl.h"
#include "render/caster/cpu_track-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// The blocks and cells that the rays of a bundle come through, one after the other.
template <CpuVoxels kind>
class EmptySpace {
 public:
  EmptySpace(const Scene<kind>& scene, const Bundle& bundle)
      : scene_(scene), blocks_(scene.picture.frame, bundle) {}

  /// Those of `looking` that have left their blocks.
  HWY_INLINE M outside(const Track& track, M looking) const {
    return hn::And(looking, hn::Gt(track.sample, last_));
  }

  /// Finds out about the blocks that `looking` are in now, and takes rays over empty ones as far as
  /// these are known to reach.
  HWY_INLINE void enter(Track& track, M looking) {
    M empty;
    const F within = find(track.voxel(looking), track.sample, looking, empty);
    track.advance(hn::IfThenElseZero(hn::And(looking, empty), within));
  }

  /// Finds out about the blocks of these voxels, at which `looking` have these samples.
  /// @param empty  those in whose blocks nothing can be seen
  /// @return how many samples further that holds
  HWY_INLINE F find(F3 voxel, F sample, M looking, M& empty) {
    const I3 block = blocks_.block_of(voxel);
    const I number = blocks_.number(block);
    const I away = distances_at(scene_.picture, number);
    empty = hn::RebindMask(Floats{}, hn::Gt(away, all_ints(0)));
    const F reach = hn::ConvertTo(Floats{}, hn::Max(hn::Sub(away, all_ints(1)), all_ints(0)));
    const F within = blocks_.samples_within(voxel, block, reach);
    last_ = hn::Add(sample, hn::Sub(within, all(1.0F)));
    const M occupied = hn::AndNot(empty, looking);
    if (!any(occupied)) return within;
    number_ = number;
    const auto first = [](I blocks) {
      return hn::Mul(hn::ConvertTo(Floats{}, blocks), all(static_cast<float>(side)));
    };
    first_ = {first(block.x), first(block.y), first(block.z)};
    read_masks(number, occupied);
    return within;
  }

  /// Those of `looking` whose samples are in the blocks that are known, and not behind `until`.
  HWY_INLINE M inside(const Track& track, F until, M looking) const {
    return hn::And(looking, hn::Le(track.sample, hn::Min(until, last_)));
  }

  /// The last sample up to which track.voxel_alike() is right and those of `inside` stay so.
  HWY_INLINE F last_alike(Track& track, F until, M inside) const {
    return hn::Min(hn::Min(until, last_), track.last_alike(inside));
  }

  /// Where samples inside are in their blocks. Those at a block's border may be rounded into a cell
  /// beyond it, and those at the volume's edge lie half a voxel outside.
  HWY_INLINE Spot spot(F3 voxel) const {
    const auto within = [](F place, F first) {
      return clamped(hn::Sub(place, first), 0.0F, static_cast<float>(side));
    };
    const auto whole = [](F place) {
      return hn::Min(hn::ConvertTo(Ints{}, place), all_ints(side - 1));
    };
    Spot spot;
    spot.block = number_;
    spot.inside = {within(voxel.x, first_.x), within(voxel.y, first_.y), within(voxel.z, first_.z)};
    const I row = hn::Or(whole(spot.inside.y), hn::ShiftLeft<2>(whole(spot.inside.z)));
    spot.cell = hn::Or(whole(spot.inside.x), hn::ShiftLeft<2>(row));
    return spot;
  }

  /// Whether something can be seen in the cells of these spots.
  HWY_INLINE M shows(const Spot& spot) const {
    const auto upper = hn::TestBit(spot.cell, all_ints(32));
    const I word = hn::IfThenElse(upper, masks_.second, masks_.first);
    const hn::RebindToUnsigned<Ints> whole;
    const I bit = hn::And(spot.cell, all_ints(31));
    const auto shifted = hn::Shr(hn::BitCast(whole, word), hn::BitCast(whole, bit));
    return hn::RebindMask(Floats{}, hn::TestBit(hn::BitCast(Ints{}, shifted), all_ints(1)));
  }

  /// @param next  how many samples further something can be seen again at the earliest
  /// @return of `active` the rays at whose sample something can be seen
  HWY_INLINE M may_show(Track& track, F3 voxel, M active, F& next) {
    const F sample = track.sample;
    if (any(outside(track, active))) enter(track, active);
    const M leapt = hn::Gt(track.sample, sample);
    next = hn::IfThenElse(leapt, hn::Sub(track.sample, sample), all(1.0F));
    track.sample = sample;
    return hn::And(hn::AndNot(leapt, active), shows(spot(voxel)));
  }

 private:
  static constexpr int side = Blocks::side;

  HWY_INLINE void read_masks(I number, M occupied) {
    masks_ = gathered_eight(scene_.picture.cells->words(), hn::ShiftLeft<3>(number));
    const auto unmade =
        hn::Or(hn::Eq(masks_.first, all_ints(0)), hn::Eq(masks_.second, all_ints(0)));
    const M missing = hn::And(occupied, hn::RebindMask(Floats{}, unmade));
    if (any(missing)) make_masks(number, missing);
  }

  HWY_NOINLINE void make_masks(I number, M missing) {
    alignas(64) std::array<std::int32_t, most_lanes> numbers;
    hn::Store(hn::Compress(number, hn::RebindMask(Ints{}, missing)), Ints{}, numbers.data());
    const std::size_t count = hn::CountTrue(Floats{}, missing);
    for (std::size_t at = 0; at < count; ++at) {
      if (at > 0 && numbers[at] == numbers[at - 1]) continue;
      scene_.picture.cells->set(static_cast<std::size_t>(numbers[at]), mask_of(numbers[at]));
    }
    masks_ = gathered_eight(scene_.picture.cells->words(), hn::ShiftLeft<3>(number));
  }

  std::uint64_t mask_of(int number) const {
    std::uint64_t mask = 0;
    CellRanges<kind>(scene_).of_block(
        number, [&](std::size_t first, Pair range) { mask |= bits_of(shows(range)) << first; });
    return mask;
  }

  // Whether something can be seen between voxels of these ranges.
  HWY_INLINE M shows(Pair range) const {
    const FrameBlock& frame = scene_.picture.frame;
    const auto value = [&](F voxel) {
      return hn::MulAdd(voxel, all(frame.value_map[0]), all(frame.value_map[1]));
    };
    return scene_.picture.technique == vtkVolumeMapper::ISOSURFACE_BLEND
               ? holds_iso_value(value(range.low), value(range.high))
               : has_opacity(value(range.low), value(range.high));
  }

  // In the steps of BlockRanges, and a little more: interpolation rounds.
  HWY_INLINE M has_opacity(F low, F high) const {
    const auto step = [](F value, float more) {
      return hn::ConvertTo(Ints{},
                           clamped(hn::MulAdd(value, all(65535.0F), all(more)), 0.0F, 65535.0F));
    };
    const I least = hn::GatherIndex(
        Ints{}, reinterpret_cast<const std::int32_t*>(scene_.picture.cells->least_high().data()),
        step(low, -0.5F));
    return hn::RebindMask(Floats{}, hn::Ge(step(high, 1.5F), least));
  }

  HWY_INLINE M holds_iso_value(F low, F high) const {
    M holds = none();
    const F rounding = all(1e-5F);
    for (int i = 0; i < scene_.picture.iso_values; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const F level = all(scene_.picture.frame.iso[at / 4][at % 4]);
      holds = hn::Or(holds, hn::And(hn::Le(hn::Sub(low, rounding), level),
                                    hn::Ge(hn::Add(high, rounding), level)));
    }
    return holds;
  }

  const Scene<kind>& scene_;
  Blocks blocks_;
  F last_ = all(-1.0F);     // the last samples of the blocks that the rays are in
  I number_ = all_ints(0);  // of these blocks
  F3 first_{all(0.0F), all(0.0F), all(0.0F)};  // their first voxels
  Doubled masks_{all_ints(0), all_ints(0)};
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
