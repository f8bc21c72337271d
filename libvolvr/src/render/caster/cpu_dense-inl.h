// SPDX-License-Identifier: Apache-2.0
// Samples most of which show something, looked at where they are met.
#if defined(VOLVR_CPU_DENSE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_DENSE_INL
#undef VOLVR_CPU_DENSE_INL
#else
#define VOLVR_CPU_DENSE_INL
#endif

#include "render/caster/cpu_scene-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// How many samples of a bundle were looked at, in how many turns, and how many of them were seen.
struct Yield {
  std::size_t turns = 0;
  std::size_t looked_at = 0;
  std::size_t seen = 0;
};

/// Samples of a bundle's rays that are mixed, lit and added at once, each in its ray's lane: where
/// enough lanes show something, that costs less than to gather them in a SampleQueue.
template <CpuVoxels kind>
class DenseSamples {
 public:
  /// Rays that have left their blocks wait until one in so many has; each that waits leaves a lane
  /// empty here.
  static constexpr std::size_t patience = 8;

  DenseSamples(const Scene<kind>& scene, const Bundle& bundle, ReadyBlocks& blocks)
      : scene_(scene), direction_(bundle.direction), blocks_(blocks) {}

  /// @return whether the rays' opacities may have changed
  HWY_INLINE bool push(F3 voxel, const Spot& spot, M shown) {
    const M rays = hn::And(shown, transparent());
    if (!any(rays)) return false;
    ++yield_.turns;
    yield_.looked_at += hn::CountTrue(Floats{}, rays);
    const Near near = scene_.near(voxel, spot, rays, blocks_);
    const F value = scene_.mapped(near.value);
    F opacity = hn::IfThenElseZero(hn::And(rays, scene_.may_be_seen(value)), scene_.opacity(value));
    if (!scene_.picture.gradient_opacities.empty()) {
      opacity = hn::Mul(opacity, scene_.gradient_factor(near.difference));
    }
    const M seen = hn::Gt(opacity, hn::Zero(Floats{}));
    if (!any(seen)) return false;
    yield_.seen += hn::CountTrue(Floats{}, seen);
    const F3 colour =
        lit_sample(scene_.picture, scene_.colour(value, voxel), voxel, near.difference, direction_);
    add_behind(colour, opacity, sum_);
    return true;
  }

  /// Rays that are not opaque yet.
  HWY_INLINE M transparent() const { return hn::Le(sum_.a, all(scene_.picture.frame.march[2])); }

  HWY_INLINE Colour finish() const { return sum_; }
  const Yield& yield() const { return yield_; }

 private:
  const Scene<kind>& scene_;
  F3 direction_;
  ReadyBlocks& blocks_;
  Colour sum_{hn::Zero(Floats{}), hn::Zero(Floats{}), hn::Zero(Floats{}), hn::Zero(Floats{})};
  Yield yield_;
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
