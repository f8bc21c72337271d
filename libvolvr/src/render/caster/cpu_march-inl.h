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

#include "render/caster/cpu_bundle-inl.h"
#include "render/caster/cpu_light-inl.h"
#include "render/caster/cpu_sampling-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

struct Colour {
  F r, g, b, a;
};

/// The blocks of a volume, as a bundle meets them.
struct Blocks {
  I nx, ny, nz;
  F side, per_side;

  explicit Blocks(const FrameBlock& frame)
      : nx(all_ints(static_cast<int>(frame.blocks[0]))),
        ny(all_ints(static_cast<int>(frame.blocks[1]))),
        nz(all_ints(static_cast<int>(frame.blocks[2]))),
        side(all(frame.blocks[3])),
        per_side(all(1.0F / frame.blocks[3])) {}

  HWY_INLINE I block(F voxel, I count) const {
    const I at = hn::ConvertTo(Ints{}, hn::Mul(voxel, per_side));
    return hn::Max(hn::Min(at, hn::Sub(count, all_ints(1))), all_ints(0));
  }
  // Samples to the border of the blocks within `reach` of one, along one axis.
  HWY_INLINE F to_border(I block, F reach, F voxel, F step, F per) const {
    const M ahead = hn::Ge(step, hn::Zero(Floats{}));
    const F blocks = hn::Add(hn::ConvertTo(Floats{}, block),
                             hn::IfThenElse(ahead, hn::Add(reach, all(1.0F)), hn::Neg(reach)));
    return hn::Mul(hn::MulSub(blocks, side, voxel), per);
  }
  HWY_INLINE I number(F3 voxel, I& x, I& y, I& z) const {
    x = block(voxel.x, nx);
    y = block(voxel.y, ny);
    z = block(voxel.z, nz);
    return hn::Add(hn::Mul(hn::Add(hn::Mul(z, ny), y), nx), x);
  }
  HWY_INLINE F samples_within(const Bundle& bundle, F3 voxel, I x, I y, I z, F reach) const {
    const F sx = to_border(x, reach, voxel.x, bundle.step.x, bundle.steps_a_voxel.x);
    const F sy = to_border(y, reach, voxel.y, bundle.step.y, bundle.steps_a_voxel.y);
    const F sz = to_border(z, reach, voxel.z, bundle.step.z, bundle.steps_a_voxel.z);
    return hn::Max(hn::Ceil(hn::Min(hn::Min(sx, sy), sz)), all(1.0F));
  }
};

/// What a bundle needs to know of the volume; made once a tile.
template <CpuVoxels kind>
struct Scene {
  explicit Scene(const CpuPicture& p)
      : picture(p),
        grid{p.size[0], p.size[1], p.size[2]},
        blocks(p.frame),
        opacities{p.opacities.data(), static_cast<int>(p.opacities.size()), 1},
        colours{p.colours.data(), static_cast<int>(p.colours.size() / 3), 3},
        gradients{p.gradient_opacities.data(), static_cast<int>(p.gradient_opacities.size()), 1} {
    reader.from = p.voxels;
    reader.bytes =
        static_cast<std::int32_t>(p.size.cast<std::int64_t>().prod() *
                                  (kind == CpuVoxels::int16 || kind == CpuVoxels::uint16 ? 2 : 1));
  }

  HWY_INLINE F value(const Cell& cell) const {
    return hn::MulAdd(value_in(reader, grid, cell), all(picture.frame.value_map[0]),
                      all(picture.frame.value_map[1]));
  }
  HWY_INLINE F opacity(F value) const { return opacities.get(opacities.place(value), 0); }

  // What a sample's opacity is multiplied with, by how fast the values change around it.
  HWY_INLINE F gradient_factor(const Cell& cell) const {
    const F3 difference = gradient_in(reader, grid, cell);
    const F3 normal =
        combined(picture.frame.normal_matrix, difference.x, difference.y, difference.z);
    const F steepness =
        hn::Mul(hn::Sqrt(dot(normal, normal)), all(picture.frame.gradient_scale[0]));
    return gradients.get(gradients.place(steepness), 0);
  }

  HWY_INLINE F3 colour(F value, const Cell& cell) const {
    if constexpr (kind == CpuVoxels::rgba8) {
      const F scale = all(1.0F / 255.0F);
      const auto channel = [&](const auto& read) {
        return hn::Mul(value_in(read, grid, cell), scale);
      };
      return {channel(ChannelReader<0>{reader.from, reader.bytes}),
              channel(ChannelReader<1>{reader.from, reader.bytes}),
              channel(ChannelReader<2>{reader.from, reader.bytes})};
    } else {
      const Table::Place place = colours.place(value);
      return {colours.get(place, 0), colours.get(place, 1), colours.get(place, 2)};
    }
  }

  HWY_INLINE F3 lit(F3 colour, const Cell& cell, F3 direction) const {
    return lit_sample(picture, reader, grid, colour, cell, direction);
  }

  const CpuPicture& picture;
  Reader<kind> reader;
  Grid grid;
  Blocks blocks;
  Table opacities;
  Table colours;
  Table gradients;
};

// Adds what lanes of `seen` show at a sample behind what they have gathered.
template <class S>
HWY_INLINE void add_behind(const S& scene, const Bundle& bundle, const Cell& cell, F value,
                           F opacity, Colour& sum) {
  const F3 colour = scene.lit(scene.colour(value, cell), cell, bundle.direction);
  const F weight = hn::Mul(hn::Sub(all(1.0F), sum.a), opacity);
  sum.r = hn::MulAdd(weight, colour.x, sum.r);
  sum.g = hn::MulAdd(weight, colour.y, sum.g);
  sum.b = hn::MulAdd(weight, colour.z, sum.b);
  sum.a = hn::Add(sum.a, weight);
}

/// Where a bundle's rays are: sample numbers, and the voxels there.
class Track {
 public:
  Track(const CpuPicture& picture, const Bundle& bundle)
      : sample(bundle.begin),
        picture_(picture),
        bundle_(bundle),
        texture_(at(bundle.first_texture, bundle.step_texture, bundle.begin)) {}

  F sample;

  HWY_INLINE F3 voxel() const {
    if (picture_.stock_rounding) return voxel_of(picture_.frame, texture_);
    return at(bundle_.first, bundle_.step, sample);
  }

  /// Goes on by `samples`, which are whole; of rays that have ended it does not matter.
  HWY_INLINE void advance(F samples, M active) {
    sample = hn::Add(sample, samples);
    if (!picture_.stock_rounding) return;
    F left = hn::IfThenElseZero(active, samples);
    for (M going = hn::Gt(left, hn::Zero(Floats{})); any(going);
         going = hn::Gt(left, hn::Zero(Floats{}))) {
      texture_.x = hn::MaskedAddOr(texture_.x, going, texture_.x, bundle_.step_texture.x);
      texture_.y = hn::MaskedAddOr(texture_.y, going, texture_.y, bundle_.step_texture.y);
      texture_.z = hn::MaskedAddOr(texture_.z, going, texture_.z, bundle_.step_texture.z);
      left = hn::Sub(left, all(1.0F));
    }
  }

 private:
  const CpuPicture& picture_;
  const Bundle& bundle_;
  F3 texture_;
};

HWY_INLINE I distances_at(const CpuPicture& picture, I number) {
  return hn::And(gathered(picture.distances->distance.data(), number), all_ints(0xFF));
}

// How many samples a ray may go on by: out of what it leaps over, or to the next.
// @param empty  set where a ray is in a block in which nothing can be seen
template <CpuVoxels kind>
HWY_INLINE F samples_ahead(const Scene<kind>& scene, const Bundle& bundle, F3 voxel, M active,
                           M& empty) {
  const F one = all(1.0F);
  I x, y, z;
  const I away = distances_at(scene.picture, scene.blocks.number(voxel, x, y, z));
  empty = hn::RebindMask(Floats{}, hn::Gt(away, all_ints(0)));
  if (!any(hn::And(empty, active))) return one;
  const F reach = hn::Max(hn::Sub(hn::ConvertTo(Floats{}, away), one), hn::Zero(Floats{}));
  return hn::IfThenElse(empty, scene.blocks.samples_within(bundle, voxel, x, y, z, reach), one);
}

constexpr std::size_t most_lanes = 16;
using LaneFloats = std::array<float, most_lanes>;

/// Visible samples that wait for their light. How opaque a ray has become does not depend on it, so
/// that samples of any rays are lit together, as many as there are lanes.
template <CpuVoxels kind>
class LightQueue {
 public:
  LightQueue(const Scene<kind>& scene, const Bundle& bundle) : scene_(scene) {
    hn::Store(bundle.direction.x, Floats{}, directions_[0].data());
    hn::Store(bundle.direction.y, Floats{}, directions_[1].data());
    hn::Store(bundle.direction.z, Floats{}, directions_[2].data());
  }

  HWY_INLINE void push(F3 voxel, F value, F weight, M visible) {
    hn::CompressStore(voxel.x, visible, Floats{}, entries_[0].data() + count_);
    hn::CompressStore(voxel.y, visible, Floats{}, entries_[1].data() + count_);
    hn::CompressStore(voxel.z, visible, Floats{}, entries_[2].data() + count_);
    hn::CompressStore(value, visible, Floats{}, entries_[3].data() + count_);
    hn::CompressStore(weight, visible, Floats{}, entries_[4].data() + count_);
    count_ += hn::CompressStore(hn::Iota(Ints{}, 0), hn::RebindMask(Ints{}, visible), Ints{},
                                rays_.data() + count_);
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
    return {hn::Load(Floats{}, sums_[0].data()), hn::Load(Floats{}, sums_[1].data()),
            hn::Load(Floats{}, sums_[2].data())};
  }

 private:
  HWY_NOINLINE void light(std::size_t count) {
    const auto lane = hn::Load(Ints{}, rays_.data());
    const I ray = hn::IfThenElseZero(hn::FirstN(Ints{}, count), lane);
    const F3 voxel{entry(0, count), entry(1, count), entry(2, count)};
    const F3 direction{hn::GatherIndex(Floats{}, directions_[0].data(), ray),
                       hn::GatherIndex(Floats{}, directions_[1].data(), ray),
                       hn::GatherIndex(Floats{}, directions_[2].data(), ray)};
    const Cell cell = scene_.grid.cell(voxel);
    const F3 colour = scene_.lit(scene_.colour(entry(3, count), cell), cell, direction);
    const F weight = entry(4, count);
    alignas(64) std::array<LaneFloats, 3> parts{};
    hn::Store(hn::Mul(colour.x, weight), Floats{}, parts[0].data());
    hn::Store(hn::Mul(colour.y, weight), Floats{}, parts[1].data());
    hn::Store(hn::Mul(colour.z, weight), Floats{}, parts[2].data());
    for (std::size_t at = 0; at < count; ++at) {
      const auto to = static_cast<std::size_t>(rays_[at]);
      for (std::size_t i = 0; i < 3; ++i) sums_[i][to] += parts[i][at];
    }
  }
  HWY_INLINE F entry(std::size_t which, std::size_t count) const {
    return hn::IfThenElseZero(hn::FirstN(Floats{}, count),
                              hn::Load(Floats{}, entries_[which].data()));
  }

  const Scene<kind>& scene_;
  // Room for one bundle behind those that wait, and for the whole vector that is written there.
  alignas(64) std::array<std::array<float, 3 * most_lanes>, 5> entries_;  // voxel, value, weight
  alignas(64) std::array<std::int32_t, 3 * most_lanes> rays_;
  alignas(64) std::array<LaneFloats, 3> directions_;
  alignas(64) std::array<LaneFloats, 3> sums_{};
  std::size_t count_ = 0;
};

template <CpuVoxels kind>
HWY_NOINLINE Colour composite(const Scene<kind>& scene, const Bundle& bundle) {
  const F zero = hn::Zero(Floats{});
  const F one = all(1.0F);
  LightQueue<kind> queue(scene, bundle);
  F alpha = zero;
  Track track(scene.picture, bundle);
  M active = hn::Ge(bundle.last, bundle.begin);
  Gaps gaps = gaps_of(scene.picture, bundle);
  M left;
  while (any(active)) {
    if (gaps.exist()) {
      active = gaps.leave(track, active, left);
      if (!any(active)) break;
    }
    const F3 voxel = track.voxel();
    M empty;
    const F next = samples_ahead(scene, bundle, voxel, active, empty);
    const M occupied = hn::AndNot(empty, active);
    if (any(occupied)) {
      const Cell cell = scene.grid.cell(voxel);
      const F value = scene.value(cell);
      F opacity = scene.opacity(value);
      if (!scene.picture.gradient_opacities.empty()) {
        opacity = hn::Mul(opacity, scene.gradient_factor(cell));
      }
      const M visible = hn::And(occupied, hn::Gt(opacity, zero));
      if (any(visible)) {
        const F weight = hn::IfThenElseZero(visible, hn::Mul(hn::Sub(one, alpha), opacity));
        queue.push(voxel, value, weight, visible);
        alpha = hn::Add(alpha, weight);
      }
    }
    track.advance(next, active);
    active = hn::And(active, hn::And(hn::Le(track.sample, bundle.last),
                                     hn::Le(alpha, all(scene.picture.frame.march[2]))));
  }
  const F3 colours = queue.colours();
  return {colours.x, colours.y, colours.z, alpha};
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
  F below = below_of(scene.value(scene.grid.cell(track.voxel())));
  M active = hn::Ge(bundle.last, bundle.begin);
  Gaps gaps = gaps_of(scene.picture, bundle);
  M left;
  M leapt = none();
  while (any(active)) {
    if (gaps.exist()) {
      active = gaps.leave(track, active, left);
      if (!any(active)) break;
      if (any(left)) {  // a cut is no surface
        below = hn::IfThenElse(left, below_of(scene.value(scene.grid.cell(track.voxel()))), below);
        leapt = hn::AndNot(left, leapt);
      }
    }
    const F3 voxel = track.voxel();
    M empty;
    const F next = samples_ahead(scene, bundle, voxel, active, empty);
    const M occupied = hn::AndNot(empty, active);
    if (any(occupied)) {
      // After a leap the value before decides on which side the ray comes in.
      const M entering = hn::And(occupied, leapt);
      if (any(entering)) {
        const F3 before = at(bundle.first, bundle.step, hn::Sub(track.sample, one));
        below = hn::IfThenElse(entering, below_of(scene.value(scene.grid.cell(before))), below);
      }
      const Cell cell = scene.grid.cell(voxel);
      const F value = scene.value(cell);
      M crossed = none();
      F surface = zero;
      for (int i = 0; i < count; ++i) {
        const F level = iso_value(i);
        const F number = all(static_cast<float>(i));
        const M down = hn::And(hn::Eq(below, hn::Add(number, one)), hn::Lt(value, level));
        const M up = hn::And(hn::Eq(below, number), hn::Gt(value, level));
        const M here = hn::And(occupied, hn::AndNot(crossed, hn::Or(down, up)));
        surface = hn::IfThenElse(here, level, surface);
        below = hn::IfThenElse(hn::And(here, down), number, below);
        below = hn::IfThenElse(hn::And(here, up), hn::Add(number, one), below);
        crossed = hn::Or(crossed, here);
      }
      if (any(crossed)) {
        const F opacity = hn::IfThenElseZero(crossed, scene.opacity(surface));
        add_behind(scene, bundle, cell, surface, opacity, sum);
      }
    }
    leapt = hn::Or(hn::And(empty, active), hn::AndNot(active, leapt));
    track.advance(next, active);
    active = hn::And(active, hn::And(hn::Le(track.sample, bundle.last),
                                     hn::Le(sum.a, all(scene.picture.frame.march[2]))));
  }
  return sum;
}

// The greatest (towards 1) or least (towards -1) value along the rays.
template <CpuVoxels kind>
HWY_NOINLINE Colour extreme(const Scene<kind>& scene, const Bundle& bundle, float towards) {
  const F zero = hn::Zero(Floats{});
  const F one = all(1.0F);
  const F sign = all(towards);
  const BlockRanges& ranges = *scene.picture.ranges;
  const void* bounds = towards > 0.0F ? ranges.high.data() : ranges.low.data();
  const F to_value = all(towards / 65535.0F);
  F best = all(-2.0F);
  F best_sample = bundle.begin;
  Track track(scene.picture, bundle);
  M active = hn::Ge(bundle.last, bundle.begin);
  Gaps gaps = gaps_of(scene.picture, bundle);
  M left;
  while (any(active)) {
    if (gaps.exist()) {
      active = gaps.leave(track, active, left);
      if (!any(active)) break;
    }
    const F3 voxel = track.voxel();
    I x, y, z;
    const I number = scene.blocks.number(voxel, x, y, z);
    const I bound = hn::And(gathered(bounds, hn::ShiftLeft<1>(number)), all_ints(0xFFFF));
    const M hopeless = hn::Le(hn::Mul(hn::ConvertTo(Floats{}, bound), to_value), best);
    F next = one;
    if (any(hn::And(hopeless, active))) {
      next =
          hn::IfThenElse(hopeless, scene.blocks.samples_within(bundle, voxel, x, y, z, zero), one);
    }
    const M hopeful = hn::AndNot(hopeless, active);
    if (any(hopeful)) {
      const F value = hn::Mul(sign, scene.value(scene.grid.cell(voxel)));
      const M better = hn::And(hopeful, hn::Gt(value, best));
      best = hn::IfThenElse(better, value, best);
      best_sample = hn::IfThenElse(better, track.sample, best_sample);
    }
    track.advance(next, active);
    active = hn::And(active, hn::Le(track.sample, bundle.last));
  }
  const F value = clamped(hn::Mul(sign, best), 0.0F, 1.0F);
  const Cell cell = scene.grid.cell(at(bundle.first, bundle.step, best_sample));
  const F opacity = hn::IfThenElseZero(hn::Gt(best, all(-1.5F)), scene.opacity(value));
  const F3 colour = scene.colour(value, cell);
  const auto channel = [&](F own) { return hn::Mul(clamped(own, 0.0F, 1.0F), opacity); };
  return {channel(colour.x), channel(colour.y), channel(colour.z), opacity};
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
    const F value = scene.value(scene.grid.cell(track.voxel()));
    const F number = hn::MulAdd(value, all(frame.value_map[3]), all(frame.value_map[2]));
    const M counts = hn::And(active, hn::And(hn::Ge(number, all(frame.average[0])),
                                             hn::Le(number, all(frame.average[1]))));
    sum = hn::Add(sum, hn::IfThenElseZero(counts, hn::Mul(scene.opacity(value), value)));
    counted = hn::Add(counted, hn::IfThenElseZero(counts, one));
    track.advance(one, active);
    active = hn::And(active, hn::Le(track.sample, bundle.last));
  }
  const F mean = clamped(hn::Div(sum, hn::Max(counted, one)), 0.0F, 1.0F);
  const F grey = hn::MulAdd(mean, all(frame.average[2]), all(frame.average[3]));
  const M covered = hn::Gt(counted, zero);
  const F shown = hn::IfThenElseZero(covered, grey);
  return {shown, shown, shown, hn::IfThenElseZero(covered, one)};
}

template <CpuVoxels kind>
HWY_INLINE Colour technique_of(const Scene<kind>& scene, const Bundle& bundle) {
  switch (scene.picture.technique) {
    case vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND:
      return extreme(scene, bundle, 1.0F);
    case vtkVolumeMapper::MINIMUM_INTENSITY_BLEND:
      return extreme(scene, bundle, -1.0F);
    case vtkVolumeMapper::AVERAGE_INTENSITY_BLEND:
      return average(scene, bundle);
    case vtkVolumeMapper::ISOSURFACE_BLEND:
      return isosurface(scene, bundle);
    default:
      break;
  }
  return composite(scene, bundle);
}

constexpr int bundle_width = 4;  // pixels; the rest of the lanes lie above

template <CpuVoxels kind>
void cast_rect(const CpuPicture& picture, const PixelRect& rect, float* rgba) {
  const Scene<kind> scene(picture);
  const auto lanes = static_cast<int>(hn::Lanes(Floats{}));
  const int width = std::min(bundle_width, lanes);
  const int height = lanes / width;
  for (int y = rect.y0; y < rect.y1; y += height) {
    for (int x = rect.x0; x < rect.x1; x += width) {
      alignas(64) LaneFloats xs{};
      alignas(64) LaneFloats ys{};
      alignas(64) LaneFloats depths{};
      const auto pixel_of = [&](int lane, int& px, int& py) {
        px = x + lane % width;
        py = y + lane / width;
        return px < rect.x1 && py < rect.y1;
      };
      for (int lane = 0; lane < lanes; ++lane) {
        int px = 0;
        int py = 0;
        const bool inside = pixel_of(lane, px, py);
        const auto at_lane = static_cast<std::size_t>(lane);
        xs[at_lane] = picture.columns[static_cast<std::size_t>(std::min(px, rect.x1 - 1))];
        ys[at_lane] = picture.rows[static_cast<std::size_t>(std::min(py, rect.y1 - 1))];
        if (inside && picture.depths != nullptr) {
          depths[at_lane] = picture.depths[static_cast<std::size_t>(py) * picture.columns.size() +
                                           static_cast<std::size_t>(px)];
        }
      }
      const Bundle bundle =
          bundle_through(picture, hn::Load(Floats{}, xs.data()), hn::Load(Floats{}, ys.data()),
                         hn::Load(Floats{}, depths.data()));
      const Colour colour = technique_of(scene, bundle);
      alignas(64) std::array<LaneFloats, 4> channels{};
      hn::Store(colour.r, Floats{}, channels[0].data());
      hn::Store(colour.g, Floats{}, channels[1].data());
      hn::Store(colour.b, Floats{}, channels[2].data());
      hn::Store(colour.a, Floats{}, channels[3].data());
      for (int lane = 0; lane < lanes; ++lane) {
        int px = 0;
        int py = 0;
        if (!pixel_of(lane, px, py)) continue;
        float* to = rgba + 4 * (static_cast<std::size_t>(py) * picture.columns.size() +
                                static_cast<std::size_t>(px));
        for (std::size_t i = 0; i < 4; ++i) to[i] = channels[i][static_cast<std::size_t>(lane)];
      }
    }
  }
}

void cast_tile(const CpuPicture& picture, const PixelRect& rect, float* rgba) {
  switch (picture.kind) {
    case CpuVoxels::int8:
      return cast_rect<CpuVoxels::int8>(picture, rect, rgba);
    case CpuVoxels::uint8:
      return cast_rect<CpuVoxels::uint8>(picture, rect, rgba);
    case CpuVoxels::int16:
      return cast_rect<CpuVoxels::int16>(picture, rect, rgba);
    case CpuVoxels::uint16:
      return cast_rect<CpuVoxels::uint16>(picture, rect, rgba);
    case CpuVoxels::float32:
      return cast_rect<CpuVoxels::float32>(picture, rect, rgba);
    case CpuVoxels::rgba8:
      return cast_rect<CpuVoxels::rgba8>(picture, rect, rgba);
  }
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
