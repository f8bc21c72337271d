// SPDX-License-Identifier: Apache-2.0
// Samples that may show something, looked at together.
#if defined(VOLVR_CPU_SAMPLES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_SAMPLES_INL
#undef VOLVR_CPU_SAMPLES_INL
#else
#define VOLVR_CPU_SAMPLES_INL
#endif

#include <algorithm>
#include <array>
#include <bit>

#include "render/caster/cpu_dense-inl.h"
#include "render/caster/cpu_queue-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// Samples of a bundle's rays that wait until there are enough to look at: reading voxels takes
/// longest, so that it is done for a whole vector, of any rays. Rays learn a little late how opaque
/// they are; what they went too far is left out.
template <CpuVoxels kind>
class SampleQueue {
 public:
  static constexpr std::size_t patience = 2;  ///< see DenseSamples

  SampleQueue(const Scene<kind>& scene, const Bundle& bundle)
      : scene_(scene), lights_({scene}, bundle), opaque_(scene.picture.frame.march[2]) {}

  /// @return whether the rays' opacities may have changed
  HWY_INLINE bool push(F3 voxel, const Spot& /*spot*/, M rays) {
    // What was written last is read only now: a load waits for the stores that it spans.
    const bool looks = count_ >= lanes_of();
    if (looks) look(lanes_of());
    store(voxel.x, rays, entries_[0]);
    store(voxel.y, rays, entries_[1]);
    store(voxel.z, rays, entries_[2]);
    const auto lanes = hn::RebindMask(Ints{}, rays);
    hn::StoreU(hn::Compress(hn::Iota(Ints{}, 0), lanes), Ints{}, rays_.data() + count_);
    const std::size_t fresh = hn::CountTrue(Floats{}, rays);
    ++yield_.turns;
    yield_.looked_at += fresh;
    count_ += fresh;
    return looks;
  }

  /// Rays that are not opaque yet, of those looked at so far.
  HWY_INLINE M transparent() const {
    return hn::Le(hn::Load(Floats{}, alphas_.data()), all(opaque_));
  }

  /// Looks at what is left. @return the picture of the rays
  HWY_INLINE Colour finish() {
    while (count_ > 0) look(std::min(count_, lanes_of()));
    const F3 colours = lights_.colours();
    return {colours.x, colours.y, colours.z, hn::Load(Floats{}, alphas_.data())};
  }
  const Yield& yield() const { return yield_; }

 private:
  // Room for one bundle behind those that wait, and for the whole vector that is written there.
  using Entries = std::array<float, 3 * most_lanes>;

  static HWY_INLINE std::size_t lanes_of() { return hn::Lanes(Floats{}); }

  HWY_INLINE void store(F v, M which, Entries& to) {
    hn::StoreU(hn::Compress(v, which), Floats{}, to.data() + count_);
  }

  HWY_INLINE F3 voxels(std::size_t first) const {
    return {hn::LoadU(Floats{}, entries_[0].data() + first),
            hn::LoadU(Floats{}, entries_[1].data() + first),
            hn::LoadU(Floats{}, entries_[2].data() + first)};
  }

  // Takes the first `count` samples.
  HWY_NOINLINE void look(std::size_t count) {
    const M first = hn::FirstN(Floats{}, count);
    F3 voxel = voxels(0);
    // Lanes beyond `count` read nothing else.
    voxel = {hn::IfThenElseZero(first, voxel.x), hn::IfThenElseZero(first, voxel.y),
             hn::IfThenElseZero(first, voxel.z)};
    const Cell cell = scene_.grid.cell(voxel);
    const F value = scene_.value(cell);
    const M may_be_seen = hn::And(first, scene_.may_be_seen(value));
    if (any(may_be_seen)) add(voxel, cell, value, may_be_seen);
    count_ -= count;
    for (std::size_t at = 0; at < count_; at += lanes_of()) {
      for (Entries& entry : entries_) {
        hn::StoreU(hn::LoadU(Floats{}, entry.data() + at + count), Floats{}, entry.data() + at);
      }
      hn::StoreU(hn::LoadU(Ints{}, rays_.data() + at + count), Ints{}, rays_.data() + at);
    }
  }

  HWY_INLINE void add(F3 voxel, const Cell& cell, F value, M may_be_seen) {
    F opacity = scene_.opacity(value);
    if (!scene_.picture.gradient_opacities.empty()) {
      opacity = hn::Mul(opacity, scene_.gradient_factor(cell));
    }
    const F weight = weights(hn::IfThenElseZero(may_be_seen, opacity));
    const M lit = hn::Gt(weight, hn::Zero(Floats{}));
    yield_.seen += hn::CountTrue(Floats{}, lit);
    if (any(lit)) lights_.push(voxel, value, weight, hn::Load(Ints{}, rays_.data()), lit);
  }

  // Several samples may be of one ray: they come one after the other. What was pushed at once is of
  // rays that rise: where most samples are of few such runs, these are taken as wholes.
  HWY_INLINE F weights(F opacity) {
    const M visible = hn::Gt(opacity, hn::Zero(Floats{}));
    const std::size_t count = hn::CountTrue(Floats{}, visible);
    const I rays = hn::Load(Ints{}, rays_.data());
    const M falls = hn::RebindMask(Floats{}, hn::Le(hn::LoadU(Ints{}, rays_.data() + 1), rays));
    std::uint64_t ends = bits_of(hn::And(falls, hn::FirstN(Floats{}, lanes_of() - 1)));
    ends |= std::uint64_t{1} << (lanes_of() - 1);
    if (count < 4 * static_cast<std::size_t>(std::popcount(ends)))
      return one_by_one(opacity, visible);
    F result = hn::Zero(Floats{});
    M left = visible;
    for (; ends != 0; ends &= ends - 1) {
      const auto end = static_cast<std::size_t>(std::countr_zero(ends)) + 1;
      const M run = hn::And(left, hn::FirstN(Floats{}, end));
      left = hn::AndNot(run, left);
      const F alpha = hn::MaskedGatherIndex(run, Floats{}, alphas_.data(), rays);
      const M open = hn::And(run, hn::Le(alpha, all(opaque_)));
      const F weight = hn::Mul(hn::Sub(all(1.0F), alpha), opacity);
      result = hn::IfThenElse(open, weight, result);
      hn::MaskedScatterIndex(hn::Add(alpha, weight), open, Floats{}, alphas_.data(), rays);
    }
    return result;
  }

  HWY_INLINE F one_by_one(F opacity, M visible) {
    alignas(64) LaneFloats opacities;
    alignas(64) LaneFloats result{};
    alignas(64) std::array<std::int32_t, most_lanes> which{};
    hn::Store(opacity, Floats{}, opacities.data());
    const auto lanes = hn::RebindMask(Ints{}, visible);
    hn::StoreU(hn::Compress(hn::Iota(Ints{}, 0), lanes), Ints{}, which.data());
    const std::size_t count = hn::CountTrue(Floats{}, visible);
    for (std::size_t i = 0; i < count; ++i) {
      const auto at = static_cast<std::size_t>(which[i]);
      float& alpha = alphas_[static_cast<std::size_t>(rays_[at])];
      if (alpha > opaque_) continue;
      result[at] = (1.0F - alpha) * opacities[at];
      alpha += result[at];
    }
    return hn::Load(Floats{}, result.data());
  }

  const Scene<kind>& scene_;
  LightQueue<ScenePainter<kind>> lights_;
  float opaque_;
  alignas(64) std::array<Entries, 3> entries_;
  alignas(64) std::array<std::int32_t, 3 * most_lanes> rays_;
  alignas(64) LaneFloats alphas_{};
  std::size_t count_ = 0;
  Yield yield_;
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
