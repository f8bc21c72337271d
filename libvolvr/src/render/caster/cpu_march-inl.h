// SPDX-License-Identifier: Apache-2.0
// Bundles of rays through a volume: shaders/cast.glsl and the techniques beside it, for processors.
#if defined(VOLVR_CPU_MARCH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_MARCH_INL
#undef VOLVR_CPU_MARCH_INL
#else
#define VOLVR_CPU_MARCH_INL
#endif

#include <array>

#include <vtkVolumeMapper.h>

#include "render/caster/cpu_cells-inl.h"
#include "render/caster/cpu_extreme-inl.h"
#include "render/caster/cpu_fusion-inl.h"
#include "render/caster/cpu_samples-inl.h"
#include "render/caster/cpu_scene-inl.h"
#include "render/caster/cpu_tile-inl.h"
#include "render/caster/cpu_track-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

template <class Samples, CpuVoxels kind>
HWY_NOINLINE void composite(const Scene<kind>& scene, const Bundle& bundle, Samples& samples) {
  EmptySpace<kind> space(scene, bundle);
  Track track(scene.picture, bundle);
  M active = hn::Ge(bundle.last, bundle.begin);
  Gaps gaps = gaps_of(scene.picture, bundle);
  M left;
  F until = bundle.last;
  while (any(active)) {
    if (gaps.exist()) {
      active = gaps.leave(track, active, left);
      if (!any(active)) break;
      until = hn::Min(bundle.last, hn::Sub(gaps.begin(), all(1.0F)));
    }
    // To find out about blocks is dear: rays wait for it until enough of them have to.
    const std::size_t outside = hn::CountTrue(Floats{}, space.outside(track, active));
    if (Samples::patience * outside >= hn::CountTrue(Floats{}, active)) space.enter(track, active);
    const M inside = space.inside(track, until, active);
    const F last = space.last_alike(track, until, inside);
    const F first = track.sample;
    std::array<F3, at_once> voxels;
    std::array<Spot, at_once> spots;
    std::array<M, at_once> shown;
    for (std::size_t at = 0; at < at_once; ++at) {
      voxels[at] = track.voxel_alike();
      spots[at] = space.spot(voxels[at]);
      const M here = hn::And(inside, hn::Le(track.sample, last));
      shown[at] = hn::And(here, space.shows(spots[at]));
      track.advance(all(1.0F));
    }
    track.sample = hn::IfThenElse(inside, hn::Min(track.sample, hn::Add(last, all(1.0F))), first);
    bool looked = false;
    for (std::size_t at = 0; at < at_once; ++at) {
      if (any(shown[at])) looked |= samples.push(voxels[at], spots[at], shown[at]);
    }
    active = hn::And(active, hn::Le(track.sample, bundle.last));
    if (looked) active = hn::And(active, samples.transparent());
  }
}

/// What bundles leave for those that follow in their tile, which are likely to meet the same.
class Experience {
 public:
  bool dense = false;

  /// @param column  of the bundle, from the left of its tile
  Hints hints(int column) const {
    return {hn::Load(Floats{}, beside_.data()),
            hn::Load(Floats{}, below_[static_cast<std::size_t>(column)].data())};
  }

  /// Leaves where those rays met their extremes that are nearest to other bundles.
  void keep(int column, F samples) {
    const auto nearest = [&](int bits) {
      const I lanes = hn::Or(hn::Iota(Ints{}, 0), all_ints(bits));
      return hn::TableLookupLanes(samples, hn::IndicesFromVec(Floats{}, lanes));
    };
    hn::Store(nearest(bundle_width - 1), Floats{}, beside_.data());
    hn::Store(nearest(bundle_lanes - bundle_width), Floats{},
              below_[static_cast<std::size_t>(column)].data());
  }

 private:
  alignas(64) LaneFloats beside_{};
  alignas(64) std::array<LaneFloats, tile_side / bundle_width> below_{};
};

template <CpuVoxels kind>
HWY_INLINE Colour composite(const Scene<kind>& scene, const Bundle& bundle, ReadyBlocks& blocks,
                            Experience& before) {
  const auto learn = [&](const Yield& yield) {
    if (yield.turns == 0) return;
    before.dense = scene.picture.shade && 2 * yield.seen >= yield.looked_at &&
                   4 * yield.looked_at >= yield.turns * hn::Lanes(Floats{});
  };
  if (before.dense) {
    DenseSamples<kind> samples(scene, bundle, blocks);
    composite(scene, bundle, samples);
    learn(samples.yield());
    return samples.finish();
  }
  SampleQueue<kind> samples(scene, bundle);
  composite(scene, bundle, samples);
  const Colour colour = samples.finish();
  learn(samples.yield());
  return colour;
}

template <CpuVoxels kind>
HWY_NOINLINE Colour isosurface(const Scene<kind>& scene, const Bundle& bundle) {
  const F zero = hn::Zero(Floats{});
  const F one = all(1.0F);
  const auto& iso = scene.picture.frame.iso;
  const int count = scene.picture.iso_values;
  const auto iso_value = [&](int i) {
    return all(iso[static_cast<std::size_t>(i / 4)][static_cast<std::size_t>(i % 4)]);
  };
  const auto below_of = [&](F value) {
    F below = zero;
    for (int i = 0; i < count; ++i) {
      below = hn::Add(below, hn::IfThenElseZero(hn::Gt(value, iso_value(i)), one));
    }
    return below;
  };
  Colour sum{zero, zero, zero, zero};
  Track track(scene.picture, bundle);
  M active = hn::Ge(bundle.last, bundle.begin);
  F below = below_of(scene.value(scene.grid.cell(track.voxel(active))));
  Gaps gaps = gaps_of(scene.picture, bundle);
  M left;
  M leapt = none();
  EmptySpace<kind> space(scene, bundle);
  while (any(active)) {
    if (gaps.exist()) {
      active = gaps.leave(track, active, left);
      if (!any(active)) break;
      if (any(left)) {  // a cut is no surface
        below = hn::IfThenElse(left, below_of(scene.value(scene.grid.cell(track.voxel(active)))),
                               below);
        leapt = hn::AndNot(left, leapt);
      }
    }
    const F3 voxel = track.voxel(active);
    F next;
    const M shown = space.may_show(track, voxel, active, next);
    // The first sample that shows nothing may lie behind a surface.
    const M looked_at = hn::Or(shown, hn::AndNot(leapt, active));
    if (any(looked_at)) {
      // After a leap the value before decides on which side the ray comes in.
      const M entering = hn::And(looked_at, leapt);
      if (any(entering)) {
        const Cell before = scene.grid.cell(track.voxel_before());
        below = hn::IfThenElse(entering, below_of(scene.value(before)), below);
      }
      const F value = scene.value(scene.grid.cell(voxel));
      M crossed = none();
      F surface = zero;
      for (int i = 0; i < count; ++i) {
        const F level = iso_value(i);
        const F number = all(static_cast<float>(i));
        const M down = hn::And(hn::Eq(below, hn::Add(number, one)), hn::Lt(value, level));
        const M up = hn::And(hn::Eq(below, number), hn::Gt(value, level));
        const M here = hn::And(looked_at, hn::AndNot(crossed, hn::Or(down, up)));
        surface = hn::IfThenElse(here, level, surface);
        below = hn::IfThenElse(hn::And(here, down), number, below);
        below = hn::IfThenElse(hn::And(here, up), hn::Add(number, one), below);
        crossed = hn::Or(crossed, here);
      }
      if (any(crossed)) {
        const F opacity = hn::IfThenElseZero(crossed, scene.opacity(surface));
        add_behind(scene.lit(scene.colour(surface, voxel), voxel, bundle.direction), opacity, sum);
      }
    }
    leapt = hn::Or(hn::AndNot(shown, active), hn::AndNot(active, leapt));
    track.advance(next);
    active = hn::And(active, hn::And(hn::Le(track.sample, bundle.last),
                                     hn::Le(sum.a, all(scene.picture.frame.march[2]))));
  }
  return sum;
}

template <CpuVoxels kind>
HWY_NOINLINE Colour average(const Scene<kind>& scene, const Bundle& bundle) {
  const FrameBlock& frame = scene.picture.frame;
  const F zero = hn::Zero(Floats{});
  const F one = all(1.0F);
  F sum = zero;
  F counted = zero;
  Track track(scene.picture, bundle);
  M active = hn::Ge(bundle.last, bundle.begin);
  Gaps gaps = gaps_of(scene.picture, bundle);
  M left;
  while (any(active)) {
    if (gaps.exist()) {
      active = gaps.leave(track, active, left);
      if (!any(active)) break;
    }
    const F value = scene.value(scene.grid.cell(track.voxel(active)));
    const F number = hn::MulAdd(value, all(frame.value_map[3]), all(frame.value_map[2]));
    const M counts = hn::And(active, hn::And(hn::Ge(number, all(frame.average[0])),
                                             hn::Le(number, all(frame.average[1]))));
    sum = hn::Add(sum, hn::IfThenElseZero(counts, hn::Mul(scene.opacity(value), value)));
    counted = hn::Add(counted, hn::IfThenElseZero(counts, one));
    track.advance(one);
    active = hn::And(active, hn::Le(track.sample, bundle.last));
  }
  const F mean = clamped(hn::Div(sum, hn::Max(counted, one)), 0.0F, 1.0F);
  const F grey = hn::MulAdd(mean, all(frame.average[2]), all(frame.average[3]));
  const M covered = hn::Gt(counted, zero);
  const F shown = hn::IfThenElseZero(covered, grey);
  return {shown, shown, shown, hn::IfThenElseZero(covered, one)};
}

template <CpuVoxels kind>
HWY_INLINE Colour technique_of(const Scene<kind>& scene, const Bundle& bundle, ReadyBlocks& blocks,
                               Experience& before, int column) {
  const auto projected = [&](float towards) {
    F sample;
    const Colour colour = extreme(scene, bundle, towards, before.hints(column), sample);
    before.keep(column, sample);
    return colour;
  };
  switch (scene.picture.technique) {
    case vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND:
      return projected(1.0F);
    case vtkVolumeMapper::MINIMUM_INTENSITY_BLEND:
      return projected(-1.0F);
    case vtkVolumeMapper::AVERAGE_INTENSITY_BLEND:
      return average(scene, bundle);
    case vtkVolumeMapper::ISOSURFACE_BLEND:
      return isosurface(scene, bundle);
    default:
      break;
  }
  return composite(scene, bundle, blocks, before);
}

template <CpuVoxels kind>
void cast_rect(const CpuPicture& picture, std::uint64_t number, const PixelRect& rect,
               float* rgba) {
  const Scene<kind> scene(picture);
  thread_local ReadyBlocks blocks;
  blocks.begin(number, scene.grid.beyond);
  Experience before;
  for (int y = rect.y0; y < rect.y1; y += bundle_height) {
    for (int x = rect.x0; x < rect.x1; x += bundle_width) {
      const Pixels pixels = pixels_from(picture, rect, x, y);
      const Bundle bundle = bundle_through(picture, pixels.x, pixels.y, pixels.depth);
      const int column = (x - rect.x0) / bundle_width;
      store(picture, rect, x, y, technique_of(scene, bundle, blocks, before, column), rgba);
    }
  }
}

/// @param number  of the picture among all that this process makes, from 1
void cast_tile(const CpuPicture& picture, std::uint64_t number, const PixelRect& rect,
               float* rgba) {
  if (picture.fusion != nullptr) return cast_fused_rect(picture, rect, rgba);
  switch (picture.kind) {
    case CpuVoxels::int8:
      return cast_rect<CpuVoxels::int8>(picture, number, rect, rgba);
    case CpuVoxels::uint8:
      return cast_rect<CpuVoxels::uint8>(picture, number, rect, rgba);
    case CpuVoxels::int16:
      return cast_rect<CpuVoxels::int16>(picture, number, rect, rgba);
    case CpuVoxels::uint16:
      return cast_rect<CpuVoxels::uint16>(picture, number, rect, rgba);
    case CpuVoxels::float32:
      return cast_rect<CpuVoxels::float32>(picture, number, rect, rgba);
    case CpuVoxels::rgba8:
      return cast_rect<CpuVoxels::rgba8>(picture, number, rect, rgba);
  }
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
