// SPDX-License-Identifier: Apache-2.0
// What all the rays of a bundle may meet, told at once.
#if defined(VOLVR_CPU_BEAM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_BEAM_INL
#undef VOLVR_CPU_BEAM_INL
#else
#define VOLVR_CPU_BEAM_INL
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "render/caster/cpu_scene-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

HWY_INLINE float least_of(F v, M lanes) {
  const F own = hn::IfThenElse(lanes, v, all(std::numeric_limits<float>::max()));
  return hn::GetLane(hn::MinOfLanes(Floats{}, own));
}
HWY_INLINE float greatest_of(F v, M lanes) {
  return -least_of(hn::Neg(v), lanes);
}

/// The layers of blocks across the axis that a bundle's rays follow most, in the order in which
/// they meet them, with what a value in that part of a layer can be that holds them all.
class Beam {
 public:
  /// By how much rounding may displace a sample along its ray, or a ray, in voxels.
  static constexpr float rounding = 0.0625F;

  /// @param towards  1: of values the greatest, -1: of their negatives
  Beam(const CpuPicture& picture, const Bundle& bundle, M rays, float towards) : rays_(rays) {
    const FrameBlock& frame = picture.frame;
    const std::array<F, 3> first{bundle.first.x, bundle.first.y, bundle.first.z};
    const std::array<F, 3> step{bundle.step.x, bundle.step.y, bundle.step.z};
    const std::array<F, 3> per{bundle.steps_a_voxel.x, bundle.steps_a_voxel.y,
                               bundle.steps_a_voxel.z};
    axis_ = steepest(step);
    const auto u = (axis_ + 1) % 3;
    const auto v = (axis_ + 2) % 3;
    first_ = first[axis_];
    per_ = per[axis_];
    forward_ = least_of(step[axis_], rays) > 0.0F;
    const F way = forward_ ? step[axis_] : hn::Neg(step[axis_]);
    if (!(least_of(way, rays) > 1e-3F)) return;
    const F begin = hn::MulAdd(bundle.begin, step[axis_], first_);
    const F end = hn::MulAdd(bundle.last, step[axis_], first_);
    const auto blocks = static_cast<int>(frame.blocks[axis_]);
    lowest_ = layer(least_of(hn::Min(begin, end), rays) - rounding, blocks);
    const int highest = layer(greatest_of(hn::Max(begin, end), rays) + rounding, blocks);
    if (highest - lowest_ >= most) return;
    layers_ = highest - lowest_ + 1;
    const Part part_u = part_along(first[u], step[u], static_cast<int>(frame.blocks[u]));
    const Part part_v = part_along(first[v], step[v], static_cast<int>(frame.blocks[v]));
    fits_ = part_u.wide * part_v.wide <= most_blocks;
    if (!fits_) return;
    const std::array<int, 3> strides{
        1, static_cast<int>(frame.blocks[0]),
        static_cast<int>(frame.blocks[0]) * static_cast<int>(frame.blocks[1])};
    find(*picture.ranges, {strides[axis_], strides[u], strides[v]}, part_u, part_v, towards);
  }

  /// Whether it is of use: its rays go the same way, and close together.
  bool fits() const { return fits_; }
  int layers() const { return layers_; }

  /// No value in the part of the n-th layer is greater.
  float most_of(int n) const { return bounds_[static_cast<std::size_t>(place(n))]; }

  /// Sample numbers at which rays come into the n-th layer and leave it; not whole.
  HWY_INLINE F enters(int n) const { return sample_at(lowest_ + place(n) + (forward_ ? 0 : 1)); }
  HWY_INLINE F leaves(int n) const { return sample_at(lowest_ + place(n) + (forward_ ? 1 : 0)); }

 private:
  static constexpr int most = 1024;
  static constexpr int most_blocks = 12;
  static constexpr int side = Blocks::side;

  // Where the rays are along one of the other axes, in blocks: between two straight lines over the
  // layers, of which there are `wide` blocks at most at any place.
  struct Part {
    float low, low_a_layer;
    float high, high_a_layer;
    int wide;
    int blocks;
  };
  struct Strides {
    int own, u, v;
  };

  static int layer(float voxel, int blocks) {
    return std::clamp(static_cast<int>(std::floor(voxel / side)), 0, blocks - 1);
  }
  int place(int n) const { return forward_ ? n : layers_ - 1 - n; }
  HWY_INLINE F sample_at(int plane) const {
    return hn::Mul(hn::Sub(all(static_cast<float>(side * plane)), first_), per_);
  }

  HWY_INLINE std::size_t steepest(const std::array<F, 3>& step) const {
    std::array<float, 3> steep;
    for (std::size_t i = 0; i < 3; ++i) steep[i] = greatest_of(hn::Abs(step[i]), rays_);
    return static_cast<std::size_t>(std::max_element(steep.begin(), steep.end()) - steep.begin());
  }

  // The least of straight lines lies nowhere below the straight line between its ends, and the
  // greatest nowhere above.
  HWY_INLINE Part part_along(F first, F step, int blocks) const {
    const auto at_plane = [&](int plane) { return hn::MulAdd(sample_at(plane), step, first); };
    const F near = at_plane(lowest_);
    const F far = at_plane(lowest_ + layers_);
    constexpr float a_block = 1.0F / side;
    const auto count = static_cast<float>(layers_);
    Part part;
    part.low = (least_of(near, rays_) - rounding) * a_block;
    part.high = (greatest_of(near, rays_) + rounding) * a_block;
    const float far_low = (least_of(far, rays_) - rounding) * a_block;
    const float far_high = (greatest_of(far, rays_) + rounding) * a_block;
    part.low_a_layer = (far_low - part.low) / count;
    part.high_a_layer = (far_high - part.high) / count;
    const float widest = std::max(part.high - part.low, far_high - far_low) +
                         std::max(std::abs(part.low_a_layer), std::abs(part.high_a_layer));
    part.wide = widest < most_blocks ? static_cast<int>(widest) + 2 : most_blocks + 1;
    part.blocks = blocks;
    return part;
  }

  HWY_INLINE void find(const BlockRanges& ranges, const Strides& strides, const Part& part_u,
                       const Part& part_v, float towards) {
    const void* from = towards > 0.0F ? ranges.high.data() : ranges.low.data();
    const F to_value = all(towards / 65535.0F);
    for (int n = 0; n < layers_; n += static_cast<int>(hn::Lanes(Floats{}))) {
      const I own = hn::Min(hn::Iota(Ints{}, n), all_ints(layers_ - 1));
      const F layer = hn::ConvertTo(Floats{}, own);
      const auto [first_u, last_u] = blocks_of(part_u, layer);
      const auto [first_v, last_v] = blocks_of(part_v, layer);
      const I start = hn::Mul(hn::Add(own, all_ints(lowest_)), all_ints(strides.own));
      F bound = all(std::numeric_limits<float>::lowest());
      for (int i = 0; i < part_u.wide; ++i) {
        const I u = hn::Min(hn::Add(first_u, all_ints(i)), last_u);
        const I row = hn::Add(start, hn::Mul(u, all_ints(strides.u)));
        for (int j = 0; j < part_v.wide; ++j) {
          const I v = hn::Min(hn::Add(first_v, all_ints(j)), last_v);
          const I number = hn::Add(row, hn::Mul(v, all_ints(strides.v)));
          const I value = hn::And(gathered(from, hn::ShiftLeft<1>(number)), all_ints(0xFFFF));
          bound = hn::Max(bound, hn::Mul(hn::ConvertTo(Floats{}, value), to_value));
        }
      }
      hn::StoreU(bound, Floats{}, bounds_.data() + n);
    }
  }

  struct Reach {
    I first, last;
  };
  static HWY_INLINE Reach blocks_of(const Part& part, F layer) {
    const F next = hn::Add(layer, all(1.0F));
    const auto line = [](F at, float start, float by) {
      return hn::MulAdd(at, all(by), all(start));
    };
    const auto block = [&](F place) {
      return hn::ConvertTo(Ints{}, clamped(place, 0.0F, static_cast<float>(part.blocks - 1)));
    };
    return {block(hn::Min(line(layer, part.low, part.low_a_layer),
                          line(next, part.low, part.low_a_layer))),
            block(hn::Max(line(layer, part.high, part.high_a_layer),
                          line(next, part.high, part.high_a_layer)))};
  }

  M rays_;
  F first_, per_;  // along the axis: voxels of sample 0, and samples a voxel
  std::size_t axis_ = 0;
  bool forward_ = true;
  bool fits_ = false;
  int lowest_ = 0;  // of the layers, along the axis
  int layers_ = 0;
  std::array<float, most + most_lanes> bounds_;  // along the axis
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
