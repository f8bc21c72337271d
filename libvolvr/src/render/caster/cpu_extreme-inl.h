// SPDX-License-Identifier: Apache-2.0
// The greatest and the least value along rays.
#if defined(VOLVR_CPU_EXTREME_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_EXTREME_INL
#undef VOLVR_CPU_EXTREME_INL
#else
#define VOLVR_CPU_EXTREME_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>

#include "render/caster/cpu_beam-inl.h"
#include "render/caster/cpu_cell_ranges-inl.h"
#include "render/caster/cpu_scene-inl.h"
#include "render/caster/cpu_track-inl.h"
#include "render/caster/cpu_waiting-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// What rays are after: the greatest (towards 1) or the least (towards -1) value. Values are
/// counted so that more is better.
struct Aim {
  float towards;
  float plain;   // up to here all values look alike
  float enough;  // and from here on
};

HWY_INLINE Aim aim_of(const CpuPicture& picture, float towards) {
  const Plateaus& plateaus = picture.plateaus;
  return towards > 0.0F ? Aim{towards, plateaus.low, plateaus.high}
                        : Aim{towards, -plateaus.high, -plateaus.low};
}

/// The best value that each ray has met, and at which sample; less than -1.5: none.
struct Met {
  F value, sample;
};

/// Whether cells hold anything better than what rays have met.
template <CpuVoxels kind>
class CellBounds {
 public:
  CellBounds(const Scene<kind>& scene, float towards)
      : scene_(scene),
        towards_(towards),
        // A little more, since interpolation rounds.
        start_(1e-6F - 1.0F / CellExtremes::steps - (towards > 0.0F ? 0.0F : 1.0F)) {}

  /// Those of `rays` whose cells can hold more than `best`.
  HWY_INLINE M beat(const Cell& cell, M rays, F best) const {
    const I block_x = hn::ShiftRight<2>(cell.x);
    const I block_y = hn::ShiftRight<2>(cell.y);
    const I block_z = hn::ShiftRight<2>(cell.z);
    const auto& blocks = scene_.picture.frame.blocks;
    const I row = hn::Add(hn::Mul(block_z, all_ints(static_cast<int>(blocks[1]))), block_y);
    const I number = hn::Add(hn::Mul(row, all_ints(static_cast<int>(blocks[0]))), block_x);
    const I three = all_ints(3);
    const I within = hn::Or(
        hn::And(cell.x, three),
        hn::Or(hn::ShiftLeft<2>(hn::And(cell.y, three)), hn::ShiftLeft<4>(hn::And(cell.z, three))));
    const I at = hn::Or(hn::ShiftLeft<6>(number), within);
    I bound = read(at);
    const M unmade = hn::And(rays, hn::RebindMask(Floats{}, hn::Eq(bound, all_ints(0))));
    if (any(unmade)) {
      make(number, unmade);
      bound = read(at);
    }
    const F most =
        hn::MulAdd(hn::ConvertTo(Floats{}, bound), all(1.0F / CellExtremes::steps), all(start_));
    return hn::And(rays, hn::Gt(most, best));
  }

 private:
  HWY_INLINE I read(I at) const {
    return hn::And(gathered(scene_.picture.extremes->bytes(), at), all_ints(0xFF));
  }

  HWY_NOINLINE void make(I number, M unmade) const {
    alignas(64) std::array<std::int32_t, most_lanes> numbers;
    hn::Store(hn::Compress(number, hn::RebindMask(Ints{}, unmade)), Ints{}, numbers.data());
    const std::size_t count = hn::CountTrue(Floats{}, unmade);
    for (std::size_t at = 0; at < count; ++at) {
      if (at > 0 && numbers[at] == numbers[at - 1]) continue;
      make(numbers[at]);
    }
  }

  void make(int number) const {
    CellExtremes::Block cells;
    const hn::Rebind<std::uint8_t, Ints> bytes;
    CellRanges<kind>(scene_).of_block(number, [&](std::size_t first, Pair range) {
      const F value = clamped(scene_.mapped(towards_ > 0.0F ? range.high : range.low), 0.0F, 1.0F);
      const F more = towards_ > 0.0F ? value : hn::Sub(all(1.0F), value);
      const F steps = hn::Ceil(hn::Mul(more, all(CellExtremes::steps)));
      const I byte = hn::Add(hn::ConvertTo(Ints{}, steps), all_ints(1));
      hn::StoreU(hn::DemoteTo(bytes, byte), bytes, cells.data() + first);
    });
    scene_.picture.extremes->set(static_cast<std::size_t>(number), cells);
  }

  const Scene<kind>& scene_;
  float towards_;
  float start_;
};

/// Samples that may be better than what their rays have met, looked at a whole vector at once.
template <CpuVoxels kind>
class ExtremeQueue {
 public:
  ExtremeQueue(const Scene<kind>& scene, float towards, const Met& met)
      : scene_(scene), towards_(towards), bests_(met.value, met.sample) {}

  HWY_INLINE F best() const { return bests_.values(); }
  Met met() const { return {best(), bests_.samples()}; }

  HWY_INLINE void push(F3 voxel, F sample, M rays) {
    waiting_.push(voxel, sample, hn::Iota(Ints{}, 0), rays);
    if (waiting_.fill()) look();
  }

  void finish() {
    while (waiting_.count() > 0) look();
  }

 private:
  HWY_NOINLINE void look() {
    const F value = scene_.value(scene_.grid.cell(waiting_.voxel()));
    bests_.take(hn::Mul(all(towards_), value), waiting_);
    waiting_.drop();
  }

  const Scene<kind>& scene_;
  float towards_;
  Waiting waiting_;
  Bests bests_;
};

// How many samples of a ray are found out about at once.
constexpr std::size_t at_once = 2;

/// Goes through those layers of the beam that can hold anything better.
template <CpuVoxels kind>
HWY_NOINLINE Met search(const Scene<kind>& scene, const Bundle& bundle, const Beam& beam,
                        const Aim& aim, M rays, const Met& before) {
  const CellBounds<kind> cells(scene, aim.towards);
  ExtremeQueue<kind> queue(scene, aim.towards, before);
  Track track(scene.picture, bundle);
  F next = bundle.begin;
  const auto wanting = [&](F best) { return hn::And(rays, hn::Lt(best, all(aim.enough))); };
  const auto least = [&](F best) { return least_of(best, wanting(best)); };
  float worst = least(before.value);
  for (int n = 0; n < beam.layers(); ++n) {
    const float bound = beam.most_of(n);
    if (!(bound > worst)) continue;
    const F best = queue.best();
    const M hopeful = hn::And(wanting(best), hn::Lt(best, all(bound)));
    worst = least(best);
    const F rounding = all(Beam::rounding);
    F sample = hn::Max(next, hn::Ceil(hn::Sub(beam.enters(n), rounding)));
    F last = hn::Min(bundle.last, hn::Floor(hn::Add(beam.leaves(n), rounding)));
    if (n == 0) sample = next;
    if (n + 1 == beam.layers()) last = bundle.last;
    while (any(hn::And(hopeful, hn::Le(sample, last)))) {
      const F best_so_far = queue.best();
      std::array<F3, at_once> voxels;
      std::array<M, at_once> beaten;
      for (std::size_t at = 0; at < at_once; ++at) {
        track.sample = hn::Add(sample, all(static_cast<float>(at)));
        const M here = hn::And(hopeful, hn::Le(track.sample, last));
        voxels[at] = track.voxel(here);
        beaten[at] = cells.beat(scene.grid.cell(voxels[at]), here, best_so_far);
      }
      for (std::size_t at = 0; at < at_once; ++at) {
        const F number = hn::Add(sample, all(static_cast<float>(at)));
        if (any(beaten[at])) queue.push(voxels[at], number, beaten[at]);
      }
      sample = hn::Add(sample, all(static_cast<float>(at_once)));
    }
    next = hn::Max(next, hn::Add(last, all(1.0F)));
  }
  queue.finish();
  return queue.met();
}

/// Goes from block to block, each ray by itself, and through any gaps.
template <CpuVoxels kind>
HWY_NOINLINE Met walk(const Scene<kind>& scene, const Bundle& bundle, const Aim& aim, M active,
                      Gaps& gaps, const Met& before) {
  const F zero = hn::Zero(Floats{});
  const F one = all(1.0F);
  const F sign = all(aim.towards);
  const Blocks blocks(scene.picture.frame, bundle);
  const BlockRanges& ranges = *scene.picture.ranges;
  const void* bounds = aim.towards > 0.0F ? ranges.high.data() : ranges.low.data();
  const F to_value = all(aim.towards / 65535.0F);
  Met met = before;
  Track track(scene.picture, bundle);
  M left;
  F stretch = all(-1.0F);  // the last samples of the blocks that the rays are in
  M hopeful = none();
  while (any(active)) {
    if (gaps.exist()) {
      active = gaps.leave(track, active, left);
      if (!any(active)) break;
    }
    const F3 voxel = track.voxel(active);
    F next = one;
    if (any(hn::And(active, hn::Gt(track.sample, stretch)))) {
      const I3 block = blocks.block_of(voxel);
      const I bound =
          hn::And(gathered(bounds, hn::ShiftLeft<1>(blocks.number(block))), all_ints(0xFFFF));
      hopeful = hn::Gt(hn::Mul(hn::ConvertTo(Floats{}, bound), to_value), met.value);
      const F within = blocks.samples_within(voxel, block, zero);
      stretch = hn::Add(track.sample, hn::Sub(within, one));
      next = hn::IfThenElse(hopeful, one, within);
    }
    const M looking = hn::And(hopeful, active);
    if (any(looking)) {
      const F value = hn::Mul(sign, scene.value(scene.grid.cell(voxel)));
      const M better = hn::And(looking, hn::Gt(value, met.value));
      met.value = hn::IfThenElse(better, value, met.value);
      met.sample = hn::IfThenElse(better, track.sample, met.sample);
    }
    track.advance(next);
    active = hn::And(active, hn::Le(track.sample, bundle.last));
  }
  return met;
}

/// Has rays begin with what is at `sample`, if that is better than what they have, and a trifle less
/// than it is, so that a ray that comes there takes its own: with the stock mapper's rounding it lies
/// elsewhere by as much.
template <CpuVoxels kind>
HWY_INLINE void glance(const Scene<kind>& scene, const Bundle& bundle, const Aim& aim, M rays,
                       F sample, Met& met) {
  const F own = hn::Max(hn::Min(sample, bundle.last), bundle.begin);
  const F3 voxel = at(bundle.first, bundle.step, own);
  const F there = hn::Mul(all(aim.towards), scene.value(scene.grid.cell(voxel)));
  const F less = hn::Sub(there, all(1e-5F));
  const M better = hn::And(rays, hn::Gt(less, met.value));
  met.value = hn::IfThenElse(better, less, met.value);
  met.sample = hn::IfThenElse(better, own, met.sample);
}

/// The samples at which rays beside and below those of a bundle met their extremes: what is there
/// tells at once of most layers that they hold nothing better.
struct Hints {
  F beside, below;
};

template <CpuVoxels kind>
HWY_INLINE Met extreme_of(const Scene<kind>& scene, const Bundle& bundle, const Aim& aim, M rays,
                          const Hints& hints) {
  Met met{all(-2.0F), bundle.begin};
  Gaps gaps = gaps_of(scene.picture, bundle);
  if (gaps.exist()) return walk(scene, bundle, aim, rays, gaps, met);
  met.value = hn::IfThenElse(rays, all(aim.plain), met.value);
  glance(scene, bundle, aim, rays, hints.beside, met);
  glance(scene, bundle, aim, rays, hints.below, met);
  if (kind != CpuVoxels::rgba8 && scene.picture.extremes->bytes() != nullptr) {
    const Beam beam(scene.picture, bundle, rays, aim.towards);
    if (beam.fits()) return search(scene, bundle, beam, aim, rays, met);
  }
  return walk(scene, bundle, aim, rays, gaps, met);
}

/// @param sample  at which each ray has met what it shows
template <CpuVoxels kind>
HWY_NOINLINE Colour extreme(const Scene<kind>& scene, const Bundle& bundle, float towards,
                            const Hints& hints, F& sample) {
  const M rays = hn::Ge(bundle.last, bundle.begin);
  Met met{all(-2.0F), bundle.begin};
  if (any(rays)) met = extreme_of(scene, bundle, aim_of(scene.picture, towards), rays, hints);
  sample = met.sample;
  const F value = clamped(hn::Mul(all(towards), met.value), 0.0F, 1.0F);
  const F opacity = hn::IfThenElseZero(hn::Gt(met.value, all(-1.5F)), scene.opacity(value));
  const F3 colour = scene.colour(value, at(bundle.first, bundle.step, met.sample));
  const auto channel = [&](F own) { return hn::Mul(clamped(own, 0.0F, 1.0F), opacity); };
  return {channel(colour.x), channel(colour.y), channel(colour.z), opacity};
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
