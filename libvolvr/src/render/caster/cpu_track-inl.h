// SPDX-License-Identifier: Apache-2.0
// Where the samples of a bundle's rays are.
#if defined(VOLVR_CPU_TRACK_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_TRACK_INL
#undef VOLVR_CPU_TRACK_INL
#else
#define VOLVR_CPU_TRACK_INL
#endif

#include "render/caster/cpu_bundle-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// Where a bundle's rays are: sample numbers, and the voxels there.
///
/// With the stock mapper's rounding, a place is what adding the step again and again gives. Between
/// two powers of two every such addition rounds by the same amount, so that a stretch of samples is
/// computed at once, whatever its length: each adds the difference of two neighbours, exactly.
class Track {
 public:
  Track(const CpuPicture& picture, const Bundle& bundle)
      : sample(bundle.begin), frame_(picture.frame), bundle_(bundle) {
    before_ = at(bundle.first_texture, bundle.step_texture, hn::Sub(bundle.begin, all(1.0F)));
    if (picture.stock_rounding) {
      begin_stretch(bundle.begin, at(bundle.first_texture, bundle.step_texture, bundle.begin),
                    hn::Not(none()));
      return;
    }
    // All samples are one stretch.
    first_ = hn::Zero(Floats{});
    last_ = all(1e9F);
    start_ = bundle.first_texture;
    step_ = bundle.step_texture;
    start_voxel_ = bundle.first;
    step_voxel_ = bundle.step;
  }

  F sample;

  /// Goes on by `samples`, which are whole; of rays that have ended it does not matter.
  HWY_INLINE void advance(F samples) { sample = hn::Add(sample, samples); }

  /// Voxel coordinates of the rays in `active`; anything of the others.
  HWY_INLINE F3 voxel(M active) {
    (void)last_alike(active);
    return voxel_alike();
  }

  /// The last sample, from the rays' own on, up to which voxel_alike() is what voxel() is; of the
  /// rays in `active`.
  HWY_INLINE F last_alike(M active) {
    if (any(hn::And(active, hn::Gt(sample, last_)))) follow(active);
    return last_;
  }
  HWY_INLINE F3 voxel_alike() const {
    return at(start_voxel_, step_voxel_, hn::Sub(sample, first_));
  }

  /// Those of the samples before, once voxel() has been asked for these.
  HWY_INLINE F3 voxel_before() const {
    const F number = hn::Sub(hn::Sub(sample, all(1.0F)), first_);
    const F3 place = at(start_voxel_, step_voxel_, number);
    const M is_first = hn::Lt(number, hn::Zero(Floats{}));
    const F3 before = voxel_of(frame_, before_);
    return {hn::IfThenElse(is_first, before.x, place.x),
            hn::IfThenElse(is_first, before.y, place.y),
            hn::IfThenElse(is_first, before.z, place.z)};
  }

 private:
  // Goes from stretch to stretch until each lane's holds its sample.
  HWY_NOINLINE void follow(M active) {
    for (M late = hn::And(active, hn::Gt(sample, last_)); any(late);
         late = hn::And(active, hn::Gt(sample, last_))) {
      const F3 end = at(start_, step_, hn::Sub(last_, first_));
      before_.x = hn::IfThenElse(late, end.x, before_.x);
      before_.y = hn::IfThenElse(late, end.y, before_.y);
      before_.z = hn::IfThenElse(late, end.z, before_.z);
      begin_stretch(hn::Add(last_, all(1.0F)),
                    {hn::Add(end.x, bundle_.step_texture.x), hn::Add(end.y, bundle_.step_texture.y),
                     hn::Add(end.z, bundle_.step_texture.z)},
                    late);
    }
  }

  void begin_stretch(F sample_number, F3 place, M lanes) {
    const F3& by = bundle_.step_texture;
    F3 step;
    F count = all(1e9F);
    count = hn::Min(count, equal_steps(place.x, by.x, step.x));
    count = hn::Min(count, equal_steps(place.y, by.y, step.y));
    count = hn::Min(count, equal_steps(place.z, by.z, step.z));
    const auto keep = [&](F& own, F fresh) { own = hn::IfThenElse(lanes, fresh, own); };
    keep(first_, sample_number);
    keep(last_, hn::Add(sample_number, count));
    keep(start_.x, place.x);
    keep(start_.y, place.y);
    keep(start_.z, place.z);
    keep(step_.x, step.x);
    keep(step_.y, step.y);
    keep(step_.z, step.z);
    start_voxel_ = voxel_of(frame_, start_);
    step_voxel_ = {hn::Mul(step_.x, all(frame_.voxels[0])), hn::Mul(step_.y, all(frame_.voxels[1])),
                   hn::Mul(step_.z, all(frame_.voxels[2]))};
  }

  // How many additions of `by`, from `place` on, add exactly `step`: those that stay between the
  // same two powers of two.
  static HWY_INLINE F equal_steps(F place, F by, F& step) {
    const F next = hn::Add(place, by);
    step = hn::Sub(next, place);
    const F zero = hn::Zero(Floats{});
    const M alike = hn::Eq(hn::Sub(hn::Add(next, by), next), step);
    const F size = hn::Abs(place);
    const F power = hn::BitCast(Floats{}, hn::And(hn::BitCast(Ints{}, size), all_ints(0x7F800000)));
    const F outwards = hn::Xor(step, hn::And(place, hn::SignBit(Floats{})));
    const M grows = hn::Ge(outwards, zero);
    const F room =
        hn::IfThenElse(grows, hn::Sub(hn::Add(power, power), size), hn::Sub(size, power));
    const F length = hn::Abs(step);
    const F steps = hn::Floor(hn::Div(room, hn::Max(length, all(1e-30F))));
    // One fewer where the division has rounded up.
    const M fits = hn::Ge(hn::NegMulAdd(steps, length, room), zero);
    const F fewer = hn::IfThenElse(fits, steps, hn::Sub(steps, all(1.0F)));
    const F most = hn::Min(hn::Max(fewer, zero), all(1e6F));
    return hn::IfThenElseZero(hn::And(alike, hn::Gt(power, zero)), most);
  }

  const FrameBlock& frame_;
  const Bundle& bundle_;
  F3 start_, step_, before_;  // texture: of sample first_, between two, of sample first_ - 1
  F3 start_voxel_, step_voxel_;
  F first_, last_;  // samples of the stretch
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
