// SPDX-License-Identifier: Apache-2.0
// The greatest and the least value along rays.
#if defined(VOLVR_CPU_EXTREME_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_EXTREME_INL
#undef VOLVR_CPU_EXTREME_INL
#else
#define VOLVR_CPU_EXTREME_INL
#endif

#include "render/caster/cpu_scene-inl.h"
#include "render/caster/cpu_track-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

// The greatest (towards 1) or least (towards -1) value along the rays.
// @param hint  the samples at which the rays of a bundle beside this one met theirs; those of this
//   one when it returns. What is there tells at once of many blocks that they cannot hold more.
template <CpuVoxels kind>
HWY_NOINLINE Colour extreme(const Scene<kind>& scene, const Bundle& bundle, float towards,
                            F& hint) {
  const F zero = hn::Zero(Floats{});
  const F one = all(1.0F);
  const F sign = all(towards);
  const Blocks blocks(scene.picture.frame, bundle);
  const BlockRanges& ranges = *scene.picture.ranges;
  const void* bounds = towards > 0.0F ? ranges.high.data() : ranges.low.data();
  const F to_value = all(towards / 65535.0F);
  F best = all(-2.0F);
  F best_sample = bundle.begin;
  Track track(scene.picture, bundle);
  M active = hn::Ge(bundle.last, bundle.begin);
  Gaps gaps = gaps_of(scene.picture, bundle);
  M left;
  if (!gaps.exist() && any(active)) {
    Track beside(scene.picture, bundle);
    beside.sample = hn::Max(hn::Min(hint, bundle.last), bundle.begin);
    const F there = hn::Mul(sign, scene.value(scene.grid.cell(beside.voxel(active))));
    // A little less, so that the ray itself still meets it and says where.
    best = hn::IfThenElse(
        active, hn::NegMulAdd(hn::Abs(there), all(1e-6F), hn::Sub(there, all(1e-7F))), best);
  }
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
      hopeful = hn::Gt(hn::Mul(hn::ConvertTo(Floats{}, bound), to_value), best);
      const F within = blocks.samples_within(voxel, block, zero);
      stretch = hn::Add(track.sample, hn::Sub(within, one));
      next = hn::IfThenElse(hopeful, one, within);
    }
    const M looking = hn::And(hopeful, active);
    if (any(looking)) {
      const F value = hn::Mul(sign, scene.value(scene.grid.cell(voxel)));
      const M better = hn::And(looking, hn::Gt(value, best));
      best = hn::IfThenElse(better, value, best);
      best_sample = hn::IfThenElse(better, track.sample, best_sample);
    }
    track.advance(next);
    active = hn::And(active, hn::Le(track.sample, bundle.last));
  }
  hint = best_sample;
  const F value = clamped(hn::Mul(sign, best), 0.0F, 1.0F);
  const F opacity = hn::IfThenElseZero(hn::Gt(best, all(-1.5F)), scene.opacity(value));
  const F3 colour = scene.colour(value, at(bundle.first, bundle.step, best_sample));
  const auto channel = [&](F own) { return hn::Mul(clamped(own, 0.0F, 1.0F), opacity); };
  return {channel(colour.x), channel(colour.y), channel(colour.z), opacity};
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
