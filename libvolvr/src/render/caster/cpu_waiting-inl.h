// SPDX-License-Identifier: Apache-2.0
// Samples that wait to be looked at together, and the best of them.
#if defined(VOLVR_CPU_WAITING_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_WAITING_INL
#undef VOLVR_CPU_WAITING_INL
#else
#define VOLVR_CPU_WAITING_INL
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "render/caster/cpu_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// Samples that wait until there are enough to look at: their voxels, a number each, and a slot.
class Waiting {
 public:
  HWY_INLINE void push(F3 voxel, F number, I slot, M rays) {
    store(voxel.x, rays, entries_[0]);
    store(voxel.y, rays, entries_[1]);
    store(voxel.z, rays, entries_[2]);
    store(number, rays, entries_[3]);
    hn::StoreU(hn::Compress(slot, hn::RebindMask(Ints{}, rays)), Ints{}, slots_.data() + count_);
    count_ += hn::CountTrue(Floats{}, rays);
  }

  std::size_t count() const { return count_; }
  /// Whether they fill a vector.
  bool fill() const { return count_ >= hn::Lanes(Floats{}); }

  /// Of the first that fit in a vector: those that there are, their voxels, numbers and slots.
  HWY_INLINE M first() const {
    return hn::FirstN(Floats{}, std::min(count_, hn::Lanes(Floats{})));
  }
  HWY_INLINE F3 voxel() const { return {load(0), load(1), load(2)}; }
  HWY_INLINE F number() const { return load(3); }
  HWY_INLINE I slots() const { return hn::LoadU(Ints{}, slots_.data()); }

  /// Drops these.
  HWY_INLINE void drop() {
    const std::size_t done = std::min(count_, hn::Lanes(Floats{}));
    for (Entries& entry : entries_) {
      hn::StoreU(hn::LoadU(Floats{}, entry.data() + done), Floats{}, entry.data());
    }
    hn::StoreU(hn::LoadU(Ints{}, slots_.data() + done), Ints{}, slots_.data());
    count_ -= done;
  }

 private:
  using Entries = std::array<float, 2 * most_lanes>;

  HWY_INLINE void store(F v, M which, Entries& to) {
    hn::StoreU(hn::Compress(v, which), Floats{}, to.data() + count_);
  }
  HWY_INLINE F load(std::size_t at) const {
    return hn::IfThenElseZero(first(), hn::LoadU(Floats{}, entries_[at].data()));
  }

  alignas(64) std::array<Entries, 4> entries_;
  alignas(64) std::array<std::int32_t, 2 * most_lanes> slots_;
  std::size_t count_ = 0;
};

/// The best value that each ray has met, and at which sample.
class Bests {
 public:
  HWY_INLINE Bests(F values, F samples) {
    hn::Store(values, Floats{}, values_.data());
    hn::Store(samples, Floats{}, samples_.data());
  }

  HWY_INLINE F values() const { return hn::Load(Floats{}, values_.data()); }
  HWY_INLINE F samples() const { return hn::Load(Floats{}, samples_.data()); }

  /// Takes in those of the samples that wait first, whose slots are their rays, of these values.
  HWY_INLINE void take(F value, const Waiting& waiting) {
    const I rays = hn::IfThenElseZero(hn::RebindMask(Ints{}, waiting.first()), waiting.slots());
    const F best = hn::TableLookupLanes(values(), hn::IndicesFromVec(Floats{}, rays));
    const M better = hn::And(waiting.first(), hn::Gt(value, best));
    if (any(better)) keep(value, waiting.number(), rays, better);
  }

 private:
  // Several samples may be of one ray.
  HWY_INLINE void keep(F value, F number, I rays, M better) {
    alignas(64) LaneFloats values;
    alignas(64) LaneFloats numbers;
    alignas(64) std::array<std::int32_t, most_lanes> which;
    hn::Store(value, Floats{}, values.data());
    hn::Store(number, Floats{}, numbers.data());
    hn::Store(rays, Ints{}, which.data());
    for (std::uint64_t left = bits_of(better); left != 0; left &= left - 1) {
      const auto at = static_cast<std::size_t>(std::countr_zero(left));
      const auto ray = static_cast<std::size_t>(which[at]);
      if (values[at] <= values_[ray]) continue;
      values_[ray] = values[at];
      samples_[ray] = numbers[at];
    }
  }

  alignas(64) LaneFloats values_;
  alignas(64) LaneFloats samples_;
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
