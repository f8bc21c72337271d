// SPDX-License-Identifier: Apache-2.0
// Several volumes on one ray, each in its own place: shaders/fusion.glsl, for processors.
#if defined(VOLVR_CPU_FUSION_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_FUSION_INL
#undef VOLVR_CPU_FUSION_INL
#else
#define VOLVR_CPU_FUSION_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include <vtkVolumeMapper.h>

#include "render/caster/cpu_beam-inl.h"
#include "render/caster/cpu_members-inl.h"
#include "render/caster/cpu_tile-inl.h"
#include "render/caster/cpu_track-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

/// Those that share the rays: the main volume first, then its layers, then labels that are bodies.
using FusedMembers = std::vector<std::unique_ptr<FusedMember>>;

/// Rays through all that is drawn in one pass, and the samples within each.
struct FusedBundle {
  Bundle rays;
  std::array<Samples, 5> spans;
};

// shaders/members.glsl
HWY_INLINE Lines lines_in(const FrameBlock& frame, const Member& place, const Lines& main) {
  const std::array<Float4, 3> columns{place.from_main[0], place.from_main[1], place.from_main[2]};
  Lines lines = main;
  lines.along = combined(columns, main.along.x, main.along.y, main.along.z);
  const F3 turned = combined(columns, main.origin.x, main.origin.y, main.origin.z);
  const F3 start = splat(place.from_main[3]);
  lines.origin = {hn::Add(turned.x, start.x), hn::Add(turned.y, start.y),
                  hn::Add(turned.z, start.z)};
  meet_box(frame, place.box_low, place.box_high, lines);
  return lines;
}

// Calls `f` with the number of each member but the main volume and its place, also of labels that
// only tint.
template <class Call>
HWY_INLINE void for_others(const CpuFusion& fusion, const Call& f) {
  std::size_t at = 0;
  for (const CpuLayer& layer : fusion.layers) f(++at, layer.place);
  if (fusion.labels) f(++at, fusion.labels->place);
}

HWY_NOINLINE FusedBundle fused_bundle_through(const CpuPicture& picture, const Pixels& pixels) {
  const CpuFusion& fusion = *picture.fusion;
  const FrameBlock& frame = picture.frame;
  Lines lines = lines_through(frame, pixels.x, pixels.y);
  const M meets = hn::Gt(lines.leave, lines.enter);
  std::array<Lines, 5> others;
  F others_begin = all(1e30F);
  for_others(fusion, [&](std::size_t at, const Member& place) {
    others[at] = lines_in(frame, place, lines);
    const M within = hn::Gt(others[at].leave, others[at].enter);
    others_begin = hn::IfThenElse(within, hn::Min(others_begin, others[at].enter), others_begin);
  });
  const F fallback =
      hn::IfThenElse(hn::Lt(others_begin, all(1e30F)), others_begin, all(frame.march[1]));
  lines.enter = hn::IfThenElse(meets, lines.enter, fallback);

  F part, start;
  FusedBundle result;
  Bundle& rays = result.rays;
  rays = bundle_along(picture, lines, pixels.x, pixels.y, part, start);
  const F never = all(-for_ever);
  result.spans[0] = {hn::Zero(Floats{}), hn::IfThenElse(meets, rays.last, never)};
  rays.begin = hn::IfThenElse(meets, hn::Zero(Floats{}), all(for_ever));
  rays.last = result.spans[0].last;
  for_others(fusion, [&](std::size_t at, const Member&) {
    const auto number = [&](F parameter) {
      const F place = hn::Sub(hn::Div(hn::Sub(parameter, lines.enter), part), all(1.0F));
      return hn::Floor(hn::Add(place, all(0.001F)));
    };
    Samples span{hn::Add(number(others[at].enter), all(1.0F)), number(others[at].leave)};
    const M met = hn::And(hn::Gt(others[at].leave, others[at].enter), hn::Ge(span.last, span.first));
    span = {hn::IfThenElseZero(met, span.first), hn::IfThenElse(met, span.last, never)};
    rays.begin = hn::IfThenElse(met, hn::Min(rays.begin, span.first), rays.begin);
    rays.last = hn::IfThenElse(met, hn::Max(rays.last, span.last), rays.last);
    result.spans[at] = span;
  });
  if (picture.depths != nullptr) {
    const F stop = parameter_at(frame, pixels.depth);
    rays.last = hn::Min(rays.last, hn::Ceil(hn::Div(hn::Sub(stop, start), part)));
  }
  cut(picture, rays);
  return result;
}

/// One bundle's way through all members.
class FusedMarch {
 public:
  FusedMarch(const CpuPicture& picture, const FusedMembers& members, const FusedBundle& bundle)
      : members_(members),
        rays_(bundle.rays),
        drawn_(hn::Ge(rays_.last, rays_.begin)),
        gaps_(gaps_of(picture, rays_)),
        track_(picture, rays_),
        opaque_(picture.frame.march[2]),
        any_greatest_(std::ranges::any_of(
            members, [](const auto& member) { return member->is_greatest(); })) {
    for (std::size_t at = 0; at < members.size(); ++at)
      members[at]->begin(rays_, bundle.spans[at]);
  }

  HWY_NOINLINE Colour picture() {
    if (!any(drawn_)) return {alpha_, alpha_, alpha_, alpha_};
    const float last = greatest_of(rays_.last, drawn_);
    float number = least_of(rays_.begin, drawn_);
    while (number <= last && (any_greatest_ || any(open()))) {
      const float next = next_seen(number);
      if (next > number) {
        number = next;
        continue;
      }
      mix_slab(number);
      number += static_cast<float>(slab);
    }
    return finish();
  }

 private:
  // Rays that are not opaque yet.
  HWY_INLINE M open() const { return hn::And(drawn_, hn::Le(alpha_, all(opaque_))); }

  HWY_INLINE M within(F number) const {
    return hn::And(drawn_, hn::And(hn::Ge(number, rays_.begin), hn::Le(number, rays_.last)));
  }

  HWY_INLINE float next_seen(float from) {
    const F number = all(from);
    M here = within(number);
    F next = hn::IfThenElse(hn::Lt(number, rays_.begin), rays_.begin, all(for_ever));
    if (gaps_.exist()) {
      F behind = all(for_ever);
      here = gaps_.between(number, here, behind);
      next = hn::Min(next, behind);
    }
    const M seeing = hn::And(here, open());
    for (const auto& member : members_) {
      next = hn::Min(next, member->next(number, member->is_greatest() ? here : seeing));
    }
    return least_of(next, drawn_);
  }

  HWY_INLINE void mix_slab(float first) {
    const M open_now = open();
    std::array<F3, slab> voxels;
    for (const auto& member : members_) member->clear();
    for (std::size_t at = 0; at < slab; ++at) {
      const F number = all(first + static_cast<float>(at));
      M here = within(number);
      if (gaps_.exist()) {
        F behind = number;
        here = gaps_.between(number, here, behind);
      }
      track_.sample = number;
      voxels[at] = track_.voxel(here);
      const M seeing = hn::And(here, open_now);
      for (const auto& member : members_) {
        const M looking = member->is_greatest() ? here : seeing;
        if (any(looking)) member->gather(at, number, voxels[at], looking);
      }
    }
    for (const auto& member : members_) member->settle();
    for (std::size_t at = 0; at < slab; ++at) mix(at, voxels[at]);
  }

  // Adds what is at one place of the slab behind what the rays have gathered.
  HWY_INLINE void mix(std::size_t at, F3 voxel) {
    const F one = all(1.0F);
    F total = hn::Zero(Floats{});
    F clear = one;
    for (const auto& member : members_) {
      const F opacity = member->opacity(at);
      total = hn::Add(total, opacity);
      clear = hn::NegMulAdd(clear, opacity, clear);
    }
    const M seen = hn::And(open(), hn::Gt(total, hn::Zero(Floats{})));
    if (!any(seen)) return;
    const F weight = hn::IfThenElseZero(seen, hn::Mul(hn::Sub(one, alpha_), hn::Sub(one, clear)));
    const F share = hn::Div(weight, hn::Max(total, all(1e-30F)));
    alpha_ = hn::Add(alpha_, weight);
    for (const auto& member : members_) {
      const F opacity = member->opacity(at);
      const M of_it = hn::And(seen, hn::Gt(opacity, hn::Zero(Floats{})));
      if (any(of_it)) member->show(at, voxel, hn::Mul(share, opacity), of_it);
    }
  }

  HWY_INLINE Colour finish() {
    const F zero = hn::Zero(Floats{});
    Mixture all_in_all{{zero, zero, zero}, alpha_, alpha_};
    for (const auto& member : members_) {
      if (member->is_greatest()) continue;
      const F3 own = member->colours();
      F3& sum = all_in_all.colour;
      sum = {hn::Add(sum.x, own.x), hn::Add(sum.y, own.y), hn::Add(sum.z, own.z)};
    }
    for (const auto& member : members_) member->join(all_in_all);
    const F share = hn::IfThenElseZero(
        hn::Gt(all_in_all.total, zero),
        hn::Div(all_in_all.opacity, hn::Max(all_in_all.total, all(1e-30F))));
    const auto channel = [&](F own) { return hn::IfThenElseZero(drawn_, hn::Mul(own, share)); };
    return {channel(all_in_all.colour.x), channel(all_in_all.colour.y),
            channel(all_in_all.colour.z), hn::IfThenElseZero(drawn_, all_in_all.opacity)};
  }

  const FusedMembers& members_;
  const Bundle& rays_;
  M drawn_;
  Gaps gaps_;
  Track track_;
  float opaque_;
  bool any_greatest_;
  F alpha_ = hn::Zero(Floats{});
};

/// @param layer  null: the main volume
template <CpuVoxels kind>
std::unique_ptr<FusedMember> fused_volume_of(const CpuPicture& main, const CpuLayer* layer) {
  const bool greatest = layer == nullptr
                            ? main.technique == vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND
                            : layer->greatest;
  if (greatest) return std::make_unique<FusedGreatest<kind>>(main, layer);
  return std::make_unique<FusedVolume<kind>>(main, layer);
}

inline std::unique_ptr<FusedMember> fused_volume(const CpuPicture& main, const CpuLayer* layer) {
  switch (layer == nullptr ? main.kind : layer->picture.kind) {
    case CpuVoxels::int8:
      return fused_volume_of<CpuVoxels::int8>(main, layer);
    case CpuVoxels::uint8:
      return fused_volume_of<CpuVoxels::uint8>(main, layer);
    case CpuVoxels::int16:
      return fused_volume_of<CpuVoxels::int16>(main, layer);
    case CpuVoxels::uint16:
      return fused_volume_of<CpuVoxels::uint16>(main, layer);
    case CpuVoxels::float32:
      return fused_volume_of<CpuVoxels::float32>(main, layer);
    case CpuVoxels::rgba8:
      break;
  }
  return fused_volume_of<CpuVoxels::rgba8>(main, layer);
}

inline FusedMembers fused_members(const CpuPicture& picture) {
  const CpuFusion& fusion = *picture.fusion;
  FusedMembers members;
  members.push_back(fused_volume(picture, nullptr));
  for (const CpuLayer& layer : fusion.layers) members.push_back(fused_volume(picture, &layer));
  if (fusion.labels && !fusion.labels->tint) {
    members.push_back(std::make_unique<FusedLabels>(picture, *fusion.labels));
  }
  return members;
}

inline void cast_fused_rect(const CpuPicture& picture, const PixelRect& rect, float* rgba) {
  const FusedMembers members = fused_members(picture);
  for (int y = rect.y0; y < rect.y1; y += bundle_height) {
    for (int x = rect.x0; x < rect.x1; x += bundle_width) {
      const Pixels pixels = pixels_from(picture, rect, x, y);
      const FusedBundle bundle = fused_bundle_through(picture, pixels);
      store(picture, rect, x, y, FusedMarch(picture, members, bundle).picture(), rgba);
    }
  }
}

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
