// SPDX-License-Identifier: Apache-2.0
// Volumes and labels that are drawn in one pass, each as it meets a bundle of rays.
#if defined(VOLVR_CPU_MEMBERS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VOLVR_CPU_MEMBERS_INL
#undef VOLVR_CPU_MEMBERS_INL
#else
#define VOLVR_CPU_MEMBERS_INL
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "render/caster/cpu_cells-inl.h"
#include "render/caster/cpu_fusion.h"
#include "render/caster/cpu_queue-inl.h"
#include "render/caster/cpu_scene-inl.h"
#include "render/caster/cpu_waiting-inl.h"

HWY_BEFORE_NAMESPACE();
namespace volvr::render::HWY_NAMESPACE {

constexpr float for_ever = 1e9F;

/// A member finds out about blocks when one ray in so many has left those it knows.
constexpr std::size_t patience = 5;

/// So many samples of each ray are mixed at a time.
constexpr std::size_t slab = 8;

/// Numbers for the samples of a slab, those of one place along the rays after the other.
using SlabFloats = std::array<float, slab * most_lanes>;

/// What rays have gathered at one place, or all in all: shaders/fusion.glsl.
struct Mixture {
  F3 colour;  // times opacity, summed up
  F total;    // sum of opacities
  F opacity;  // of all together
};

HWY_INLINE void mix_in(Mixture& mixture, F3 colour, F opacity) {
  mixture.colour = {hn::MulAdd(colour.x, opacity, mixture.colour.x),
                    hn::MulAdd(colour.y, opacity, mixture.colour.y),
                    hn::MulAdd(colour.z, opacity, mixture.colour.z)};
  mixture.total = hn::Add(mixture.total, opacity);
  mixture.opacity = hn::MulAdd(hn::Sub(all(1.0F), mixture.opacity), opacity, mixture.opacity);
}

/// In the member's voxels, from the main volume's.
HWY_INLINE F3 placed(const CpuMember& member, F3 main) {
  const F3 turned = combined(member.voxel_from_main, main.x, main.y, main.z);
  return {hn::Add(turned.x, all(member.voxel_of_main[0])),
          hn::Add(turned.y, all(member.voxel_of_main[1])),
          hn::Add(turned.z, all(member.voxel_of_main[2]))};
}

HWY_INLINE Bundle placed(const CpuMember& member, const Bundle& main) {
  Bundle bundle = main;
  bundle.first = placed(member, main.first);
  bundle.step = combined(member.voxel_from_main, main.step.x, main.step.y, main.step.z);
  bundle.steps_a_voxel = {inverse(bundle.step.x), inverse(bundle.step.y), inverse(bundle.step.z)};
  return bundle;
}

/// One of those that share rays. Sample numbers are those of the main volume; places are given in
/// its voxels.
class FusedMember {
 public:
  virtual ~FusedMember() = default;

  /// Begins with other rays.
  /// @param span  the first and the last sample within it
  HWY_NOINLINE void begin(const Bundle& main, const Samples& span) {
    span_ = {hn::Max(span.first, main.begin), hn::Min(span.last, main.last)};
    known_until_ = all(-for_ever);
    empty_ = none();
    start(main);
  }

  /// For each of `rays` the first sample, from `number` on, at which something may be seen.
  HWY_NOINLINE F next(F number, M rays) {
    const M ahead = hn::Lt(number, span_.first);
    const M within = hn::AndNot(ahead, hn::And(rays, hn::Le(number, span_.last)));
    look_ahead(number, within);
    F result = hn::IfThenElse(hn::And(rays, ahead), span_.first, all(for_ever));
    const F later = hn::IfThenElse(empty_, hn::Add(known_until_, all(1.0F)), number);
    result = hn::IfThenElse(within, later, result);
    // Where nothing follows: span_.first lies behind span_.last.
    return hn::IfThenElse(hn::Le(span_.first, span_.last), result, all(for_ever));
  }

  /// Takes note of the samples of `rays` at place `at` of the slab.
  HWY_NOINLINE void gather(std::size_t at, F number, F3 voxel, M rays) {
    const M within =
        hn::And(rays, hn::And(hn::Ge(number, span_.first), hn::Le(number, span_.last)));
    if (!any(within)) return;
    // To find out about blocks is dear: a few samples of which nothing is known are looked at.
    M unknown = hn::And(within, hn::Gt(number, known_until_));
    if (patience * hn::CountTrue(Floats{}, unknown) >= hn::CountTrue(Floats{}, within)) {
      look_ahead(number, within);
      unknown = none();
    }
    const M seen = hn::Or(unknown, hn::AndNot(empty_, within));
    if (any(seen)) take(at, number, voxel, seen, unknown);
  }

  /// Whether it shows its greatest values and nothing on the way.
  virtual bool is_greatest() const { return false; }

  /// Looks at all samples of the slab that were gathered.
  virtual void settle() = 0;

  HWY_INLINE F opacity(std::size_t at) const {
    return hn::Load(Floats{}, opacities_.data() + at * most_lanes);
  }

  /// Begins another slab.
  HWY_INLINE void clear() { opacities_.fill(0.0F); }

  /// Has samples at a place of the slab seen so clearly.
  virtual void show(std::size_t at, F3 voxel, F weight, M seen) = 0;

  /// Sums of what was shown of the rays.
  virtual F3 colours() = 0;

  /// Lays its greatest values over what the rays have gathered.
  virtual void join(Mixture& /*mixture*/) {}

 protected:
  virtual void start(const Bundle& main) = 0;

  /// Finds out whether anything can be seen at sample `number` of `rays`.
  /// @param empty  set where nothing can
  /// @return how many samples further that holds
  virtual F find(F number, M rays, M& empty) = 0;

  /// @param unknown  of `rays`, where find() was not asked about the block
  virtual void take(std::size_t at, F number, F3 voxel, M rays, M unknown) = 0;

  HWY_INLINE F values(std::size_t at) const {
    return hn::Load(Floats{}, values_.data() + at * most_lanes);
  }

  const Samples& span() const { return span_; }

  alignas(64) SlabFloats opacities_{};
  alignas(64) SlabFloats values_{};

 private:
  HWY_INLINE void look_ahead(F number, M rays) {
    if (!any(hn::And(rays, hn::Gt(number, known_until_)))) return;
    const F samples = find(number, rays, empty_);
    const F until = hn::Min(hn::Add(number, hn::Sub(samples, all(1.0F))), span_.last);
    known_until_ = hn::IfThenElse(rays, until, all(-for_ever));
  }

  Samples span_;
  F known_until_;
  M empty_;
};

/// Vectors in space, one for each lane.
struct LaneVectors {
  HWY_INLINE explicit LaneVectors(F3 v) {
    hn::Store(v.x, Floats{}, x.data());
    hn::Store(v.y, Floats{}, y.data());
    hn::Store(v.z, Floats{}, z.data());
  }
  Eigen::Vector3f at(std::size_t lane) const { return {x[lane], y[lane], z[lane]}; }
  void set(std::size_t lane, const Eigen::Vector3f& v) {
    x[lane] = v[0];
    y[lane] = v[1];
    z[lane] = v[2];
  }
  HWY_INLINE F3 load() const {
    return {hn::Load(Floats{}, x.data()), hn::Load(Floats{}, y.data()),
            hn::Load(Floats{}, z.data())};
  }

  alignas(64) LaneFloats x, y, z;
};

/// Colours what is seen of the main volume by the labels there.
class Tint {
 public:
  explicit Tint(const CpuFusion& fusion)
      : labels_(fusion.labels && fusion.labels->tint ? &*fusion.labels : nullptr) {}

  /// @param voxel  of the main volume
  HWY_INLINE F3 tinted(F3 colour, F3 voxel) const {
    return labels_ == nullptr ? colour : by_labels(colour, voxel);
  }

 private:
  HWY_NOINLINE F3 by_labels(F3 colour, F3 voxel) const {
    const LaneVectors own(placed(*labels_, voxel));
    LaneVectors colours(colour);
    const Float4& size = labels_->place.voxels;
    const Eigen::Array3f last(size[0] - 1.0F, size[1] - 1.0F, size[2] - 1.0F);
    for (std::size_t lane = 0; lane < hn::Lanes(Floats{}); ++lane) {
      const Eigen::Vector3f at = own.at(lane);
      if (!((at.array() >= 0.0F).all() && (at.array() <= last).all())) continue;
      const LabelSampler::Seen seen = labels_->sampler.at(at);
      const Eigen::Vector3f before = colours.at(lane);
      const Eigen::Map<const Eigen::Vector3f> paint(labels_->sampler.colour(seen.number));
      colours.set(lane, before + seen.opacity * (paint - before));
    }
    return colours.load();
  }

  const CpuLabels* labels_;
};

/// Paints samples of the main volume, or of a layer.
template <CpuVoxels kind>
struct FusedPainter {
  /// @param of  null: the main volume
  FusedPainter(const CpuPicture& picture, const CpuLayer* of)
      : scene(of == nullptr ? picture : of->picture), main(picture), layer(of), tint(*picture.fusion) {}

  HWY_INLINE F3 own(F3 voxel) const { return layer == nullptr ? voxel : placed(*layer, voxel); }
  HWY_INLINE Bundle own(const Bundle& rays) const {
    return layer == nullptr ? rays : placed(*layer, rays);
  }

  /// Without light.
  HWY_INLINE F3 plain(F value, F3 voxel) const {
    const F3 colour = scene.colour(value, own(voxel));
    return layer == nullptr ? tint.tinted(colour, voxel) : colour;
  }

  HWY_INLINE F3 operator()(F value, F3 voxel, F3 direction) const {
    const F3 colour = plain(value, voxel);
    if (layer == nullptr) return scene.lit(colour, voxel, direction);
    if (!scene.picture.shade) return whole(colour);
    const F3 difference = gradient_in(scene.reader, scene.grid, scene.grid.cell(own(voxel)));
    const F3 texture = texture_of(main.frame, voxel);
    const FrameBlock& frame = scene.picture.frame;
    return shaded(main,
                  main.lamps ? lit_by_lamps(frame, colour, difference, texture)
                             : lit_by_headlight(frame, colour, difference, direction),
                  texture);
  }

  Scene<kind> scene;
  const CpuPicture& main;
  const CpuLayer* layer;
  Tint tint;
};

/// The main volume, or a layer, seen through.
template <CpuVoxels kind>
class FusedVolume final : public FusedMember {
 public:
  /// @param layer  null: the main volume
  FusedVolume(const CpuPicture& main, const CpuLayer* layer) : painter_(main, layer) {}

  void settle() override {
    while (waiting_.count() > 0) look();
  }

  void show(std::size_t at, F3 voxel, F weight, M seen) override {
    lights_->push(voxel, values(at), weight, hn::Iota(Ints{}, 0), seen);
  }

  F3 colours() override { return lights_->colours(); }

 protected:
  void start(const Bundle& main) override {
    bundle_ = painter_.own(main);
    space_.emplace(scene(), bundle_);
    lights_.emplace(painter_, main);
  }

  F find(F number, M rays, M& empty) override {
    return space_->find(at(bundle_.first, bundle_.step, number), number, rays, empty);
  }

  void take(std::size_t at, F number, F3 voxel, M rays, M unknown) override {
    const F3 own = painter_.own(voxel);
    const M seen = hn::And(rays, hn::Or(unknown, space_->shows(space_->spot(own))));
    if (!any(seen)) return;
    waiting_.push(own, number, hn::Iota(Ints{}, static_cast<std::int32_t>(at * most_lanes)), seen);
    if (waiting_.fill()) look();
  }

 private:
  const Scene<kind>& scene() const { return painter_.scene; }

  HWY_NOINLINE void look() {
    const Cell cell = scene().grid.cell(waiting_.voxel());
    const F value = scene().value(cell);
    const M may_be_seen = hn::And(waiting_.first(), scene().may_be_seen(value));
    if (any(may_be_seen)) {
      F opacity = scene().opacity(value);
      if (!scene().picture.gradient_opacities.empty()) {
        opacity = hn::Mul(opacity, scene().gradient_factor(cell));
      }
      const I slots = waiting_.slots();
      hn::MaskedScatterIndex(opacity, may_be_seen, Floats{}, opacities_.data(), slots);
      hn::MaskedScatterIndex(value, may_be_seen, Floats{}, values_.data(), slots);
    }
    waiting_.drop();
  }

  FusedPainter<kind> painter_;
  Bundle bundle_;
  std::optional<EmptySpace<kind>> space_;
  std::optional<LightQueue<FusedPainter<kind>>> lights_;
  Waiting waiting_;
};

/// The main volume, or a layer, of which the greatest value is shown.
template <CpuVoxels kind>
class FusedGreatest final : public FusedMember {
 public:
  /// @param layer  null: the main volume
  FusedGreatest(const CpuPicture& main, const CpuLayer* layer)
      : painter_(main, layer),
        enough_(painter_.scene.picture.plateaus.high),
        peaks_(all(-1.0F), all(-1.0F)) {}

  bool is_greatest() const override { return true; }

  void settle() override {
    while (waiting_.count() > 0) look();
  }

  void show(std::size_t /*at*/, F3 /*voxel*/, F /*weight*/, M /*seen*/) override {}

  F3 colours() override {
    const F zero = hn::Zero(Floats{});
    return {zero, zero, zero};
  }

  void join(Mixture& mixture) override {
    const F peak = peaks_.values();
    const F value = hn::Min(peak, all(1.0F));
    const M met = hn::Ge(peak, hn::Zero(Floats{}));
    const F3 voxel = at(main_.first, main_.step, peaks_.samples());
    const F3 colour = whole(painter_.plain(value, voxel));
    mix_in(mixture, colour, hn::IfThenElseZero(met, scene().opacity(value)));
  }

 protected:
  void start(const Bundle& main) override {
    main_ = main;
    bundle_ = painter_.own(main);
    const F before = peaks_.samples();
    peaks_ = Bests(all(-1.0F), hn::Zero(Floats{}));
    const RayClips* clips = painter_.main.clips;
    if (clips == nullptr || clips->removed == 0) glance(before);
  }

  F find(F number, M /*rays*/, M& empty) override {
    const Blocks blocks(scene().picture.frame, bundle_);
    const F3 voxel = at(bundle_.first, bundle_.step, number);
    const I3 block = blocks.block_of(voxel);
    const I offset = hn::ShiftLeft<1>(blocks.number(block));
    const I high =
        hn::And(gathered(scene().picture.ranges->high.data(), offset), all_ints(0xFFFF));
    const F most = hn::Mul(hn::ConvertTo(Floats{}, high), all(1.0F / 65535.0F));
    const F peak = peaks_.values();
    empty = hn::Or(hn::Le(most, hn::Max(peak, all(scene().seen_from))),
                   hn::Ge(peak, all(enough_)));
    return blocks.samples_within(voxel, block, hn::Zero(Floats{}));
  }

  void take(std::size_t /*at*/, F number, F3 voxel, M rays, M /*unknown*/) override {
    waiting_.push(painter_.own(voxel), number, hn::Iota(Ints{}, 0), rays);
    if (waiting_.fill()) look();
  }

 private:
  const Scene<kind>& scene() const { return painter_.scene; }

  // Has rays begin with what is where others met their greatest, and a trifle less, so that one
  // that comes there takes its own.
  HWY_INLINE void glance(F number) {
    const F within = hn::Max(hn::Min(number, span().last), span().first);
    const M inside = hn::And(hn::Ge(number, hn::Zero(Floats{})), hn::Le(within, span().last));
    if (!any(inside)) return;
    const F place = hn::IfThenElseZero(inside, within);
    const F value = scene().value(scene().grid.cell(at(bundle_.first, bundle_.step, place)));
    const F less = hn::Sub(value, all(1e-5F));
    peaks_ = Bests(hn::IfThenElse(inside, less, all(-1.0F)), place);
  }

  HWY_NOINLINE void look() {
    peaks_.take(scene().value(scene().grid.cell(waiting_.voxel())), waiting_);
    waiting_.drop();
  }

  FusedPainter<kind> painter_;
  float enough_;
  Bundle main_;
  Bundle bundle_;
  Waiting waiting_;
  Bests peaks_;
};

/// Labels as bodies.
class FusedLabels final : public FusedMember {
 public:
  FusedLabels(const CpuPicture& main, const CpuLabels& labels) : painter_{main, labels} {}

  void settle() override {}

  void show(std::size_t at, F3 voxel, F weight, M seen) override {
    lights_->push(voxel, values(at), weight, hn::Iota(Ints{}, 0), seen);
  }

  F3 colours() override { return lights_->colours(); }

 protected:
  void start(const Bundle& main) override {
    bundle_ = placed(painter_.labels, main);
    blocks_.emplace(painter_.labels.picture.frame, bundle_);
    lights_.emplace(painter_, main);
  }

  F find(F number, M /*rays*/, M& empty) override {
    const F3 voxel = at(bundle_.first, bundle_.step, number);
    const I3 block = blocks_->block_of(voxel);
    const I away = distances_at(painter_.labels.picture, blocks_->number(block));
    empty = hn::RebindMask(Floats{}, hn::Gt(away, all_ints(0)));
    const F reach = hn::ConvertTo(Floats{}, hn::Max(hn::Sub(away, all_ints(1)), all_ints(0)));
    return blocks_->samples_within(voxel, block, reach);
  }

  void take(std::size_t at, F /*number*/, F3 voxel, M rays, M /*unknown*/) override {
    const LaneVectors own(placed(painter_.labels, voxel));
    for (std::uint64_t left = bits_of(rays); left != 0; left &= left - 1) {
      const auto lane = static_cast<std::size_t>(std::countr_zero(left));
      const LabelSampler::Seen seen = painter_.labels.sampler.at(own.at(lane));
      opacities_[at * most_lanes + lane] = seen.opacity;
      values_[at * most_lanes + lane] = static_cast<float>(seen.number);
    }
  }

 private:
  struct Painter {
    const CpuPicture& main;
    const CpuLabels& labels;

    // @param number  of the label, in the table
    HWY_NOINLINE F3 operator()(F number, F3 voxel, F3 direction) const {
      const LaneVectors own(placed(labels, voxel));
      LaneVectors colours(voxel);
      LaneVectors gradients(voxel);
      alignas(64) LaneFloats numbers;
      hn::Store(number, Floats{}, numbers.data());
      for (std::size_t lane = 0; lane < hn::Lanes(Floats{}); ++lane) {
        const float* rgb = labels.sampler.colour(static_cast<int>(numbers[lane]));
        colours.set(lane, {rgb[0], rgb[1], rgb[2]});
        if (labels.picture.shade) gradients.set(lane, labels.sampler.gradient(own.at(lane)));
      }
      const F3 colour = colours.load();
      if (!labels.picture.shade) return colour;
      return lit(colour, gradients.load(), texture_of(main.frame, voxel), direction);
    }

    // Deep in a label nothing turns away from the light.
    HWY_INLINE F3 lit(F3 colour, F3 difference, F3 texture, F3 direction) const {
      constexpr float certain = 8.0F;
      const FrameBlock& frame = labels.picture.frame;
      const F3 normal = combined(frame.normal_matrix, difference.x, difference.y, difference.z);
      const F squared = dot(normal, normal);
      const F sure = hn::Min(hn::Mul(all(certain), hn::Sqrt(squared)), all(1.0F));
      if (!main.lamps) {
        const F per = inverse_root(hn::Max(squared, all(1e-37F)));
        const F turned = hn::Mul(hn::Abs(dot(normal, direction)), per);
        return shaded(main, lit_by_slope(frame, colour, lerp(all(1.0F), turned, sure)), texture);
      }
      const F3 by_lamps = lit_by_lamps(frame, colour, difference, texture);
      const auto channel = [&](F own, F lit, std::size_t i) {
        const F even = hn::MulAdd(all(frame.material[1]), own,
                                  all(frame.material[0] * frame.lamp_ambient[i]));
        return lerp(clamped(even, 0.0F, 1.0F), lit, sure);
      };
      return shaded(main,
                    {channel(colour.x, by_lamps.x, 0), channel(colour.y, by_lamps.y, 1),
                     channel(colour.z, by_lamps.z, 2)},
                    texture);
    }
  };

  Painter painter_;
  Bundle bundle_;
  std::optional<Blocks> blocks_;
  std::optional<LightQueue<Painter>> lights_;
};

}  // namespace volvr::render::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
