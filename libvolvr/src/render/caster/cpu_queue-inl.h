// SPDX-License-Identifier: Apache-2.0
// Visible samples of a bundle, lit together.
#if defined(VOLVR_CPU_QUEUE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_QUEUE_INL
#undef VOLVR_CPU_QUEUE_INL
#else
#define VOLVR_CPU_QUEUE_INL
#endif

#include "render/caster/cpu_scene-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// Paints samples of a volume that is drawn alone.
template <CpuVoxels kind>
struct ScenePainter {
  const Scene<kind>& scene;
  HWY_INLINE F3 operator()(F value, F3 voxel, F3 direction) const {
    return scene.lit(scene.colour(value, voxel), voxel, direction);
  }
};

/// Visible samples that wait for their light. How opaque a ray has become does not depend on it, so
/// that samples of any rays are lit together, as many as there are lanes.
/// @tparam Painter  gives samples their colours, from value, voxel and direction
template <class Painter>
class LightQueue {
 public:
  LightQueue(const Painter& painter, const Bundle& bundle) : painter_(painter) {
    hn::Store(bundle.direction.x, Floats{}, directions_[0].data());
    hn::Store(bundle.direction.y, Floats{}, directions_[1].data());
    hn::Store(bundle.direction.z, Floats{}, directions_[2].data());
  }

  HWY_INLINE void push(F3 voxel, F value, F weight, I rays, M visible) {
    std::size_t at = 0;
    for (const F v : {voxel.x, voxel.y, voxel.z, value, weight}) {
      hn::StoreU(hn::Compress(v, visible), Floats{}, entries_[at++].data() + count_);
    }
    hn::StoreU(hn::Compress(rays, hn::RebindMask(Ints{}, visible)), Ints{}, rays_.data() + count_);
    count_ += hn::CountTrue(Floats{}, visible);
    if (count_ < hn::Lanes(Floats{})) return;
    light(hn::Lanes(Floats{}));
    count_ -= hn::Lanes(Floats{});
    for (auto& entry : entries_)
      hn::Store(hn::LoadU(Floats{}, entry.data() + hn::Lanes(Floats{})), Floats{}, entry.data());
    hn::Store(hn::LoadU(Ints{}, rays_.data() + hn::Lanes(Floats{})), Ints{}, rays_.data());
  }

  /// Lights what is left. @return the colours of the rays, without opacity
  HWY_INLINE F3 colours() {
    if (count_ > 0) light(count_);
    F3 sum;
    F nothing;
    hn::LoadInterleaved4(Floats{}, sums_.data(), sum.x, sum.y, sum.z, nothing);
    return sum;
  }

 private:
  using Four = hn::FixedTag<float, 4>;
  using RayFloats = std::array<float, 4 * most_lanes>;  // four a ray

  HWY_NOINLINE void light(std::size_t count) {
    const auto lane = hn::Load(Ints{}, rays_.data());
    const I ray = hn::IfThenElseZero(hn::FirstN(Ints{}, count), lane);
    const F3 voxel{entry(0, count), entry(1, count), entry(2, count)};
    const F3 colour = painter_(entry(3, count), voxel, directions_of(ray));
    add(colour, entry(4, count), rays_.data(), count);
  }
  HWY_INLINE F3 directions_of(I rays) const {
    const auto of_ray = hn::IndicesFromVec(Floats{}, rays);
    const auto one = [&](std::size_t axis) {
      return hn::TableLookupLanes(hn::Load(Floats{}, directions_[axis].data()), of_ray);
    };
    return {one(0), one(1), one(2)};
  }
  HWY_INLINE void add(F3 colour, F weight, const std::int32_t* rays, std::size_t count) {
    alignas(64) RayFloats parts;
    hn::StoreInterleaved4(hn::Mul(colour.x, weight), hn::Mul(colour.y, weight),
                          hn::Mul(colour.z, weight), hn::Zero(Floats{}), Floats{}, parts.data());
    for (std::size_t at = 0; at < count; ++at) {
      float* const sum = sums_.data() + 4 * static_cast<std::size_t>(rays[at]);
      const auto part = hn::Load(Four{}, parts.data() + 4 * at);
      hn::Store(hn::Add(hn::Load(Four{}, sum), part), Four{}, sum);
    }
  }
  // Lanes beyond `count` repeat the first, so that they read nothing else.
  HWY_INLINE F entry(std::size_t which, std::size_t count) const {
    return hn::IfThenElse(hn::FirstN(Floats{}, count), hn::Load(Floats{}, entries_[which].data()),
                          all(entries_[which][0]));
  }

  const Painter painter_;
  // Room for one bundle behind those that wait, and for the whole vector that is written there.
  alignas(64) std::array<std::array<float, 3 * most_lanes>, 5> entries_;  // voxel, value, weight
  alignas(64) std::array<std::int32_t, 3 * most_lanes> rays_;
  alignas(64) std::array<LaneFloats, 3> directions_;
  alignas(64) RayFloats sums_{};  // red, green, blue and nothing
  std::size_t count_ = 0;
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
