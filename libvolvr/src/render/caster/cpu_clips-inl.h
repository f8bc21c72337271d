// SPDX-License-Identifier: Apache-2.0
// What cuts the volume: shaders/clips.glsl, for processors.
#if defined(VOLVR_CPU_CLIPS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_CLIPS_INL
#undef VOLVR_CPU_CLIPS_INL
#else
#define VOLVR_CPU_CLIPS_INL
#endif

#include "render/caster/cpu_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

HWY_INLINE F inverse(F v) {
  return hn::Div(all(1.0F), hn::IfThenElse(hn::Lt(hn::Abs(v), all(1e-20F)), all(1e-20F), v));
}

/// Sample numbers from one to another; none where `last` is smaller.
struct Samples {
  F first, last;
};

HWY_INLINE F component(F3 v, int axis) {
  return axis == 0 ? v.x : axis == 1 ? v.y : v.z;
}

// Where rays are within the shape at `from`, not rounded to whole samples.
HWY_INLINE Samples samples_within_shape(const Float4* from, F3 first, F3 step) {
  const auto row = [&](int axis, F3 v) {
    const Float4& r = from[axis];
    return dot({all(r[0]), all(r[1]), all(r[2])}, v);
  };
  const F3 start{hn::Add(row(0, first), all(from[0][3])), hn::Add(row(1, first), all(from[1][3])),
                 hn::Add(row(2, first), all(from[2][3]))};
  const F3 change{row(0, step), row(1, step), row(2, step)};
  const Float4& low = from[3];
  const Float4& high = from[4];
  const F one = all(1.0F);
  if (low[3] > 0.0F) {  // a ball
    const F per = hn::Div(one, hn::Max(dot(change, change), all(1e-30F)));
    const F middle = hn::Neg(hn::Mul(dot(start, change), per));
    const F3 nearest = at(start, change, middle);
    const F squared = hn::Mul(hn::Sub(one, dot(nearest, nearest)), per);
    const F half = hn::Sqrt(hn::Max(squared, hn::Zero(Floats{})));
    const M misses = hn::Lt(squared, hn::Zero(Floats{}));
    return {hn::IfThenElse(misses, one, hn::Sub(middle, half)),
            hn::IfThenElse(misses, all(-1.0F), hn::Add(middle, half))};
  }
  Samples within{all(-1e30F), all(1e30F)};
  for (int axis = 0; axis < 3; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    const F per = inverse(component(change, axis));
    const F a = hn::Mul(hn::Sub(all(low[i]), component(start, axis)), per);
    const F b = hn::Mul(hn::Sub(all(high[i]), component(start, axis)), per);
    within.first = hn::Max(within.first, hn::Min(a, b));
    within.last = hn::Min(within.last, hn::Max(a, b));
  }
  return within;
}

// The part of what is drawn of rays that all planes and kept shapes leave.
HWY_NOINLINE void leave_by_clips(const RayClips& clips, F3 first, F3 step, Samples& drawn) {
  const F zero = hn::Zero(Floats{});
  const F nothing = all(-1e9F);
  const Float4* from = clips.numbers.data();
  for (int plane = 0; plane < clips.planes; ++plane, ++from) {
    const Float4& p = *from;
    const F3 normal{all(p[0]), all(p[1]), all(p[2])};
    const F before = hn::Add(dot(normal, first), all(p[3]));
    const F change = dot(normal, step);
    const F at_plane = hn::Neg(hn::Div(before, change));
    const M rises = hn::Gt(change, zero);
    const M falls = hn::Lt(change, zero);
    drawn.first = hn::IfThenElse(rises, hn::Max(drawn.first, hn::Ceil(at_plane)), drawn.first);
    drawn.last = hn::IfThenElse(falls, hn::Min(drawn.last, hn::Floor(at_plane)), drawn.last);
    const M outside = hn::And(hn::Eq(change, zero), hn::Lt(before, zero));
    drawn.last = hn::IfThenElse(outside, nothing, drawn.last);
  }
  for (int shape = 0; shape < clips.kept; ++shape, from += numbers_a_shape) {
    const Samples within = samples_within_shape(from, first, step);
    const M misses = hn::Lt(within.last, within.first);
    drawn.first = hn::Max(drawn.first, hn::Ceil(within.first));
    drawn.last = hn::IfThenElse(misses, nothing, hn::Min(drawn.last, hn::Floor(within.last)));
  }
}

/// The gaps that removed shapes leave in a bundle's rays.
class Gaps {
 public:
  Gaps(const CpuPicture& picture, F3 first, F3 step, Samples drawn)
      : clips_(picture.clips), first_(first), step_(step), last_(drawn.last) {
    if (exist()) find(drawn.first, hn::Ge(drawn.last, drawn.first));
  }

  HWY_INLINE bool exist() const { return clips_ != nullptr && clips_->removed > 0; }

  /// The next gaps' first samples.
  HWY_INLINE F begin() const { return begin_; }

  /// Takes rays that have come to a gap behind it.
  /// @param left  set where a ray comes out of one just now
  /// @return the rays that are active still
  template <class Track>
  HWY_NOINLINE M leave(Track& track, M active, M& left) {
    left = none();
    M met = hn::And(active, hn::Ge(track.sample, begin_));
    while (any(met)) {
      const F after = hn::Add(hn::Min(end_, last_), all(1.0F));
      const M within = hn::And(met, hn::Le(track.sample, after));
      track.advance(hn::IfThenElseZero(within, hn::Sub(after, track.sample)));
      left = hn::Or(left, within);
      active = hn::And(active, hn::Le(track.sample, last_));
      find(track.sample, met);
      met = hn::And(active, hn::Ge(track.sample, begin_));
    }
    return active;
  }

  /// Where samples are `number`, which grows from call to call: those of `rays` that are in no gap.
  /// Of the others `after` gets the first sample behind theirs.
  HWY_NOINLINE M between(F number, M rays, F& after) {
    const M passed = hn::And(rays, hn::Gt(number, end_));
    if (any(passed)) find(number, passed);
    const M within = hn::And(rays, hn::Ge(number, begin_));
    after = hn::IfThenElse(within, hn::Add(end_, all(1.0F)), after);
    return hn::AndNot(within, rays);
  }

 private:
  void find(F from, M rays) {
    const F never = all(1e9F);
    F begin = never;
    F end = never;
    const Float4* shape = clips_->numbers.data() + clips_->planes +
                          static_cast<std::size_t>(clips_->kept) * numbers_a_shape;
    for (int at = 0; at < clips_->removed; ++at, shape += numbers_a_shape) {
      const Samples within = samples_within_shape(shape, first_, step_);
      const F first = hn::Max(hn::Ceil(within.first), from);
      const F last = hn::Min(hn::Floor(within.last), never);
      const M nearer = hn::And(hn::Ge(last, first), hn::Lt(first, begin));
      begin = hn::IfThenElse(nearer, first, begin);
      end = hn::IfThenElse(nearer, last, end);
    }
    begin_ = hn::IfThenElse(rays, begin, begin_);
    end_ = hn::IfThenElse(rays, end, end_);
  }

  const RayClips* clips_;
  F3 first_, step_;
  F last_;
  F begin_ = all(1e9F);
  F end_ = all(1e9F);
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
