// SPDX-License-Identifier: Apache-2.0
// The light on a sample: `lit` of shaders/cast.glsl, for processors.
#if defined(VOLVR_CPU_LIGHT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_LIGHT_INL
#undef VOLVR_CPU_LIGHT_INL
#else
#define VOLVR_CPU_LIGHT_INL
#endif

#include <hwy/contrib/math/math-inl.h>

#include "render/caster/cpu_sampling-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

template <CpuVoxels kind>
HWY_INLINE F3 lit_by_lamps(const CpuPicture& picture, const Reader<kind>& reader, const Grid& grid,
                           F3 colour, const Cell& cell, F3 direction) {
  const auto whole = [](F v) { return clamped(v, 0.0F, 1.0F); };
  if (!picture.shade) return {whole(colour.x), whole(colour.y), whole(colour.z)};
  const FrameBlock& frame = picture.frame;
  const F3 difference = gradient_in(reader, grid, cell);
  const F3 normal = combined(frame.normal_matrix, difference.x, difference.y, difference.z);
  const F squared = dot(normal, normal);
  const M flat = hn::Le(squared, hn::Zero(Floats{}));
  const F slope = hn::IfThenZeroElse(
      flat, hn::Div(hn::Abs(dot(normal, direction)), hn::Sqrt(hn::Max(squared, all(1e-37F)))));
  const F cosine = hn::Max(hn::MulSub(hn::Add(slope, slope), slope, all(1.0F)), hn::Zero(Floats{}));
  const M shines = hn::Gt(cosine, all(1e-12F));
  const F power = hn::Exp(
      Floats{}, hn::Mul(all(frame.material[3]), hn::Log(Floats{}, hn::Max(cosine, all(1e-12F)))));
  const F glint = hn::IfThenElseZero(shines, hn::Mul(power, all(frame.material[2])));
  const auto channel = [&](F own, std::size_t i) {
    const F diffuse = hn::MulAdd(hn::Mul(slope, all(frame.material[1] * frame.light_diffuse[i])),
                                 own, hn::Mul(all(frame.material[0]), own));
    return whole(hn::MulAdd(glint, all(frame.light_specular[i]), diffuse));
  };
  return {channel(colour.x, 0), channel(colour.y, 1), channel(colour.z, 2)};
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
