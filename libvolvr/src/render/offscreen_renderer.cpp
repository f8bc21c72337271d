// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "render/framing.h"
#include "render/fuse.h"
#include "render/messages.h"
#include "render/offscreen_target.h"
#include "render/stage.h"
#include "volvr/error.h"
#include "volvr/render.h"

namespace volvr {

namespace {

constexpr double metres_per_millimetre = 0.001;
constexpr double view_angle = 25.0;
constexpr int largest_picture = 16384;

RenderOptions checked(const RenderOptions& options) {
  const bool fits = options.width > 0 && options.height > 0 && options.width <= largest_picture &&
                    options.height <= largest_picture;
  for (const Clip& clip : options.clips) require_valid(clip);
  if (fits) return options;
  throw Error(ErrorCode::invalid_argument,
              "A picture is 1 to " + std::to_string(largest_picture) + " pixels wide and high.");
}

}  // namespace

struct OffscreenRenderer::Impl {
  Impl(const Volume& volume, const Appearance& appearance, const RenderOptions& given)
      : options(checked(given)),
        log(options.on_message),
        stage(options.settings, options.settings.flag("render.picture_annotations")),
        target(options.settings.integer("render.device"), options.width, options.height, log),
        bounds(bounds_in_patient(volume.geometry())) {
    stage.renderer()->SetBackground(options.background.data());
    target.add(stage.renderer());
    state.appearance = resolve(appearance, volume);
    state.preset = appearance.name;
    state.window = state.appearance.window;
    state.technique = state.appearance.technique;
    state.shade = state.appearance.shade;
    state.pose.position.setZero();
    state.clips = options.clips;
    const Fused fused{options.layers, options.labels, options.other_patients};
    require_same_patient(volume, fused);
    target.with_context([&] {
      render::require_fits(volume, stage.renderer(), options.settings);
      stage.show(volume, state, fused);
      stage.scene().set_waiting(true);
    });
    outline = render::visible_outline(volume, render::look_of(state));
    const std::vector<Eigen::Vector3d> others = render::visible_outline(fused);
    outline.insert(outline.end(), others.begin(), others.end());
    options.layers.clear();
    options.labels.reset();
  }

  Picture draw(View view, double yaw, double pitch) {
    const Eigen::Quaterniond upright = scene_from_patient(view);
    const render::Framing framing =
        render::frame(outline, upright,
                      {.view_angle = view_angle,
                       .aspect = static_cast<double>(options.width) / options.height,
                       .yaw = yaw,
                       .pitch = pitch,
                       .steady = options.steady});
    state.pose.scene_from_patient = render::turned(upright, yaw, pitch);
    stage.update(state);
    const Eigen::Vector3d centre = scene_from_patient(state.pose, bounds) * framing.centre;
    const Eigen::Vector3d back(0.0, 0.0, framing.distance * metres_per_millimetre);
    stage.look_from(centre + back, view_angle);
    stage.prepare(options.width, options.height);
    Picture picture = target.draw();
    if (stage.says_what_is_shown()) return picture;
    stage.prepare(options.width, options.height);
    return target.draw();
  }

  RenderOptions options;
  render::MessageLog log;
  render::Stage stage;
  render::OffscreenTarget target;
  Eigen::AlignedBox3d bounds;
  State state;
  std::vector<Eigen::Vector3d> outline;
};

OffscreenRenderer::OffscreenRenderer(const Volume& volume, const Appearance& appearance,
                                     const RenderOptions& options)
    : impl_(std::make_unique<Impl>(volume, appearance, options)) {}
OffscreenRenderer::~OffscreenRenderer() = default;
OffscreenRenderer::OffscreenRenderer(OffscreenRenderer&&) noexcept = default;
OffscreenRenderer& OffscreenRenderer::operator=(OffscreenRenderer&&) noexcept = default;

Picture OffscreenRenderer::draw(View view, double yaw, double pitch) {
  return impl_->draw(view, yaw, pitch);
}

VoxelsShown OffscreenRenderer::shown() const {
  return impl_->stage.scene().shown();
}

Picture render_picture(const Volume& volume, const Appearance& appearance,
                       const RenderOptions& options) {
  return OffscreenRenderer(volume, appearance, options)
      .draw(options.view, options.yaw, options.pitch);
}

}  // namespace volvr
