// SPDX-License-Identifier: Apache-2.0
// The light on a sample: `lit` of shaders/cast.glsl, for processors.
#if defined(VOLVR_CPU_LIGHT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_LIGHT_INL
#undef VOLVR_CPU_LIGHT_INL
#else
#define VOLVR_CPU_LIGHT_INL
#endif

#include <hwy/contrib/math/math-inl.h>
#include <cmath>

#include "render/caster/cpu_sampling-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

// v to the power of a whole number, 0 where v is not above 0.
HWY_INLINE F whole_power(F v, int exponent) {
  F squared = hn::Max(v, hn::Zero(Floats{}));
  F product = all(1.0F);
  for (; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) product = hn::Mul(product, squared);
    squared = hn::Mul(squared, squared);
  }
  return product;
}

// v to the power of `exponent`; 0 where v is not above 0.
HWY_INLINE F power(F v, float exponent) {
  constexpr float most_whole = 1024.0F;
  if (exponent >= 1.0F && exponent <= most_whole && exponent == std::floor(exponent)) {
    return whole_power(v, static_cast<int>(exponent));
  }
  const M shines = hn::Gt(v, all(1e-12F));
  const F logarithm = hn::Log(Floats{}, hn::Max(v, all(1e-12F)));
  return hn::IfThenElseZero(shines, hn::Exp(Floats{}, hn::Mul(all(exponent), logarithm)));
}

// 1 / sqrt(v), more exact than a picture needs: one step from an estimate of 8 bits or more.
HWY_INLINE F inverse_root(F v) {
  const F estimate = hn::ApproximateReciprocalSqrt(v);
  const F half = hn::Mul(hn::Mul(v, all(0.5F)), estimate);
  return hn::Mul(estimate, hn::NegMulAdd(half, estimate, all(1.5F)));
}

HWY_INLINE F3 whole(F3 colour) {
  return {clamped(colour.x, 0.0F, 1.0F), clamped(colour.y, 0.0F, 1.0F),
          clamped(colour.z, 0.0F, 1.0F)};
}

// Of a surface that is turned to the headlight by this cosine.
HWY_INLINE F3 lit_by_slope(const FrameBlock& frame, F3 colour, F slope) {
  const F cosine = hn::MulSub(hn::Add(slope, slope), slope, all(1.0F));
  const F glint = hn::Mul(power(cosine, frame.material[3]), all(frame.material[2]));
  const auto channel = [&](F own, std::size_t i) {
    const F diffuse = hn::MulAdd(hn::Mul(slope, all(frame.material[1] * frame.light_diffuse[i])),
                                 own, hn::Mul(all(frame.material[0]), own));
    return hn::MulAdd(glint, all(frame.light_specular[i]), diffuse);
  };
  return whole({channel(colour.x, 0), channel(colour.y, 1), channel(colour.z, 2)});
}

// shaders/headlight.glsl
HWY_INLINE F3 lit_by_headlight(const FrameBlock& frame, F3 colour, F3 difference, F3 direction) {
  const F3 normal = combined(frame.normal_matrix, difference.x, difference.y, difference.z);
  const F squared = dot(normal, normal);
  const M flat = hn::Le(squared, hn::Zero(Floats{}));
  const F slope = hn::IfThenZeroElse(
      flat, hn::Mul(hn::Abs(dot(normal, direction)), inverse_root(hn::Max(squared, all(1e-37F)))));
  return lit_by_slope(frame, colour, slope);
}

HWY_INLINE F3 unit(F3 v) {
  const F per = inverse_root(hn::Max(dot(v, v), all(1e-37F)));
  return {hn::Mul(v.x, per), hn::Mul(v.y, per), hn::Mul(v.z, per)};
}

HWY_INLINE F3 splat(const Float4& v) {
  return {all(v[0]), all(v[1]), all(v[2])};
}

HWY_INLINE void add_times(F3& sum, F times, const Float4& colour) {
  sum = {hn::MulAdd(times, all(colour[0]), sum.x), hn::MulAdd(times, all(colour[1]), sum.y),
         hn::MulAdd(times, all(colour[2]), sum.z)};
}

// How strongly a lamp that has a place shines at another, and which way.
HWY_INLINE F reach(const Float4* lamp, F3 place, F3& way) {
  way = {hn::Sub(place.x, all(lamp[1][0])), hn::Sub(place.y, all(lamp[1][1])),
         hn::Sub(place.z, all(lamp[1][2]))};
  const F distance = hn::Sqrt(dot(way, way));
  way = unit(way);
  const Float4& attenuation = lamp[4];
  const F falls = hn::MulAdd(hn::MulAdd(distance, all(attenuation[2]), all(attenuation[1])),
                             distance, all(attenuation[0]));
  const F strength = hn::Div(all(1.0F), falls);
  if (lamp[0][3] < -1.5F) return strength;
  const F within = dot(way, splat(lamp[0]));
  // To the power of 0 the middle of the cone is as bright as its edge.
  const F narrows = lamp[1][3] == 0.0F ? all(1.0F) : power(within, lamp[1][3]);
  return hn::IfThenElseZero(hn::Ge(within, all(lamp[0][3])), hn::Mul(strength, narrows));
}

// shaders/lamps.glsl
HWY_NOINLINE F3 lit_by_lamps(const FrameBlock& frame, F3 colour, F3 difference, F3 texture) {
  const F zero = hn::Zero(Floats{});
  const F3 steep = combined(frame.eye_normal, difference.x, difference.y, difference.z);
  const F3 unit_normal = unit(steep);
  const M flat = hn::Le(dot(steep, steep), zero);
  const F3 normal{hn::IfThenZeroElse(flat, unit_normal.x), hn::IfThenZeroElse(flat, unit_normal.y),
                  hn::IfThenZeroElse(flat, unit_normal.z)};
  const auto row = [&](std::size_t i) {
    return hn::Add(dot(splat(frame.eye_from_texture[i]), texture),
                   all(frame.eye_from_texture[i][3]));
  };
  const F3 place{row(0), row(1), row(2)};
  const F3 away = unit(place);
  F3 diffuse{zero, zero, zero};
  F3 specular{zero, zero, zero};
  const bool both_sides = frame.lamp_counts[2] > 0.0F;
  const auto count = static_cast<std::size_t>(frame.lamp_counts[1]);
  for (std::size_t at = 0; at < count; ++at) {
    const Float4* lamp = &frame.lamps[5 * at];
    const bool has_place = static_cast<float>(at) < frame.lamp_counts[0];
    F3 way = splat(lamp[0]);
    F strength = all(1.0F);
    if (has_place) strength = reach(lamp, place, way);
    F slope = dot(normal, way);
    slope = both_sides ? hn::Abs(slope) : hn::Max(slope, zero);
    const M lit = hn::Gt(slope, zero);
    add_times(diffuse, hn::IfThenElseZero(lit, hn::Mul(strength, slope)), lamp[2]);
    const F twice = hn::Add(slope, slope);
    F glint =
        dot(away, unit({hn::MulSub(twice, normal.x, way.x), hn::MulSub(twice, normal.y, way.y),
                        hn::MulSub(twice, normal.z, way.z)}));
    if (has_place && both_sides) glint = hn::Abs(glint);
    const F shine = hn::Mul(strength, power(glint, frame.material[3]));
    add_times(specular, hn::IfThenElseZero(lit, shine), lamp[3]);
  }
  const auto channel = [&](F own, F dull, F shiny, std::size_t i) {
    const F sum = hn::MulAdd(hn::Mul(all(frame.material[1]), dull), own,
                             all(frame.material[0] * frame.lamp_ambient[i]));
    return hn::MulAdd(all(frame.material[2]), shiny, sum);
  };
  return whole({channel(colour.x, diffuse.x, specular.x, 0),
                channel(colour.y, diffuse.y, specular.y, 1),
                channel(colour.z, diffuse.z, specular.z, 2)});
}

HWY_INLINE F3 texture_of(const FrameBlock& frame, F3 voxel) {
  const auto one = [&](F place, std::size_t axis) {
    return hn::Mul(hn::Add(place, all(0.5F)), all(1.0F / frame.voxels[axis]));
  };
  return {one(voxel.x, 0), one(voxel.y, 1), one(voxel.z, 2)};
}

// shaders/shades.glsl
HWY_NOINLINE F light_left(const CpuPicture& picture, F3 texture) {
  const FrameBlock& frame = picture.frame;
  const auto cell = [&](F at, std::size_t axis) {
    const auto count = static_cast<float>(picture.light_cells[static_cast<int>(axis)]);
    const F moved = hn::Add(at, all(frame.shade_offset[axis]));
    return hn::MulSub(moved, all(frame.shade_scale[axis] * count), all(0.5F));
  };
  const Grid grid{picture.light_cells[0], picture.light_cells[1], picture.light_cells[2]};
  Reader<CpuVoxels::uint8> reader;
  reader.from = picture.light.data();
  reader.last = static_cast<std::int32_t>(picture.light.size()) - 4;
  const F light = value_in(reader, grid,
                           grid.cell({cell(texture.x, 0), cell(texture.y, 1), cell(texture.z, 2)}));
  const F dark = hn::NegMulAdd(light, all(1.0F / 255.0F), all(1.0F));
  return hn::NegMulAdd(dark, all(frame.shade_ahead[3]), all(1.0F));
}

HWY_INLINE F3 shaded(const CpuPicture& picture, F3 colour, F3 texture) {
  if (picture.light.empty()) return colour;
  const F left = light_left(picture, texture);
  return {hn::Mul(colour.x, left), hn::Mul(colour.y, left), hn::Mul(colour.z, left)};
}

// Of a sample there, around which the values differ so.
HWY_INLINE F3 lit_sample(const CpuPicture& picture, F3 colour, F3 voxel, F3 difference,
                         F3 direction) {
  if (!picture.lamps && picture.light.empty()) {
    return lit_by_headlight(picture.frame, colour, difference, direction);
  }
  const F3 texture = texture_of(picture.frame, voxel);
  const F3 shown = picture.lamps ? lit_by_lamps(picture.frame, colour, difference, texture)
                                 : lit_by_headlight(picture.frame, colour, difference, direction);
  return shaded(picture, shown, texture);
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
