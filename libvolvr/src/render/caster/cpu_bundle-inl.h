// SPDX-License-Identifier: Apache-2.0
// Bundles of rays: ray_through of shaders/cast.glsl, for processors.
#if defined(VOLVR_CPU_BUNDLE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_BUNDLE_INL
#undef VOLVR_CPU_BUNDLE_INL
#else
#define VOLVR_CPU_BUNDLE_INL
#endif

#include <limits>

#include "render/caster/cpu_clips-inl.h"
#include "render/caster/cpu_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

struct Bundle {
  F3 first, step;  // voxels
  F3 first_texture, step_texture;
  F3 steps_a_voxel;
  F3 direction;   // dataset, length 1
  F begin, last;  // sample numbers; none is drawn where last is smaller
};

HWY_INLINE F3 voxel_of(const FrameBlock& frame, F3 texture) {
  const F half = all(-0.5F);
  return {hn::MulAdd(texture.x, all(frame.voxels[0]), half),
          hn::MulAdd(texture.y, all(frame.voxels[1]), half),
          hn::MulAdd(texture.z, all(frame.voxels[2]), half)};
}

// jitter_of of shaders/cast.glsl
HWY_INLINE F jitter_of(const FrameBlock& frame, F x, F y) {
  const auto pixel = [&](F ndc, float pixels) {
    return hn::Floor(hn::Mul(hn::MulAdd(ndc, all(0.5F), all(0.5F)), all(pixels)));
  };
  const auto fraction = [](F v) { return hn::Sub(v, hn::Floor(v)); };
  const F mixed = hn::MulAdd(pixel(x, frame.picture_size[2]), all(0.06711056F),
                             hn::Mul(pixel(y, frame.picture_size[3]), all(0.00583715F)));
  return fraction(hn::Mul(fraction(mixed), all(52.9829189F)));
}

/// Rays in texture coordinates, by a parameter, and where they are within a box.
struct Lines {
  F3 origin, along;
  F enter, leave;
};

HWY_INLINE void meet_box(const FrameBlock& frame, const Float4& box_low, const Float4& box_high,
                         Lines& lines) {
  const auto slab = [&](F start, F by, std::size_t axis) {
    const F per = inverse(by);
    const F low = hn::Mul(hn::Sub(all(box_low[axis]), start), per);
    const F high = hn::Mul(hn::Sub(all(box_high[axis]), start), per);
    lines.enter = hn::Max(lines.enter, hn::Min(low, high));
    lines.leave = hn::Min(lines.leave, hn::Max(low, high));
  };
  lines.enter = all(frame.march[1]);
  lines.leave = all(std::numeric_limits<float>::max());
  slab(lines.origin.x, lines.along.x, 0);
  slab(lines.origin.y, lines.along.y, 1);
  slab(lines.origin.z, lines.along.z, 2);
}

HWY_INLINE Lines lines_through(const FrameBlock& frame, F x, F y) {
  const F one = all(1.0F);
  Lines lines;
  lines.origin =
      combined({frame.ray_origin[0], frame.ray_origin[1], frame.ray_origin[2]}, one, x, y);
  lines.along = combined(frame.ray_direction, one, x, y);
  meet_box(frame, frame.box_low, frame.box_high, lines);
  return lines;
}

/// The samples of these lines, counted from where they enter.
/// @param part   of the parameter between two samples
/// @param start  parameters of the first samples
HWY_INLINE Bundle bundle_along(const CpuPicture& picture, const Lines& lines, F x, F y, F& part,
                               F& start) {
  const FrameBlock& frame = picture.frame;
  const F3& along = lines.along;
  const F3 metres = combined(frame.metric, along.x, along.y, along.z);
  const F length = hn::Sqrt(dot(metres, metres));
  part = hn::Div(all(frame.march[0]), length);
  Bundle bundle;
  bundle.direction = {hn::Div(metres.x, length), hn::Div(metres.y, length),
                      hn::Div(metres.z, length)};
  start = hn::Add(lines.enter, part);
  if (picture.jitter) start = hn::NegMulAdd(part, jitter_of(frame, x, y), start);
  bundle.first_texture = at(lines.origin, along, start);
  bundle.step_texture = {hn::Mul(along.x, part), hn::Mul(along.y, part), hn::Mul(along.z, part)};
  bundle.first = voxel_of(frame, bundle.first_texture);
  bundle.step = {hn::Mul(bundle.step_texture.x, all(frame.voxels[0])),
                 hn::Mul(bundle.step_texture.y, all(frame.voxels[1])),
                 hn::Mul(bundle.step_texture.z, all(frame.voxels[2]))};
  bundle.steps_a_voxel = {inverse(bundle.step.x), inverse(bundle.step.y), inverse(bundle.step.z)};
  bundle.begin = hn::Zero(Floats{});
  bundle.last =
      hn::Max(hn::Floor(hn::Sub(hn::Div(hn::Sub(lines.leave, lines.enter), part), all(0.999F))),
              hn::Zero(Floats{}));
  return bundle;
}

/// Parameters at which rays meet what is opaque.
HWY_INLINE F parameter_at(const FrameBlock& frame, F depth) {
  const F z = hn::MulAdd(all(2.0F), depth, all(-1.0F));
  return hn::Div(hn::MulAdd(z, all(frame.ray_depth[1]), all(-frame.ray_depth[0])),
                 hn::NegMulAdd(z, all(frame.ray_depth[3]), all(frame.ray_depth[2])));
}

HWY_INLINE void cut(const CpuPicture& picture, Bundle& bundle) {
  if (picture.clips == nullptr) return;
  Samples drawn{bundle.begin, bundle.last};
  leave_by_clips(*picture.clips, bundle.first_texture, bundle.step_texture, drawn);
  bundle.begin = drawn.first;
  bundle.last = drawn.last;
}

HWY_INLINE Bundle bundle_through(const CpuPicture& picture, F x, F y, F depth) {
  const Lines lines = lines_through(picture.frame, x, y);
  F part, start;
  Bundle bundle = bundle_along(picture, lines, x, y, part, start);
  const F none = all(-1.0F);
  bundle.last = hn::IfThenElse(hn::Le(lines.leave, lines.enter), none, bundle.last);
  if (picture.depths != nullptr) {
    const F stop = parameter_at(picture.frame, depth);
    const F most = hn::Ceil(hn::Div(hn::Abs(hn::Sub(stop, start)), part));
    bundle.last = hn::IfThenElse(hn::Le(stop, lines.enter), none, hn::Min(bundle.last, most));
  }
  cut(picture, bundle);
  return bundle;
}

HWY_INLINE Gaps gaps_of(const CpuPicture& picture, const Bundle& bundle) {
  return {picture, bundle.first_texture, bundle.step_texture, {bundle.begin, bundle.last}};
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
