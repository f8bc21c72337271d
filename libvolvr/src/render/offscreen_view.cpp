// SPDX-License-Identifier: Apache-2.0
#include "render/offscreen_view.h"

#include "render/messages.h"
#include "render/offscreen_target.h"
#include "render/stage.h"

namespace volvr::render {

struct OffscreenView::Impl {
  explicit Impl(const OffscreenViewOptions& options)
      : log(options.on_message),
        stage(options.settings, options.settings.flag("render.annotations")),
        target(options.settings.integer("render.device"), options.width, options.height, log) {
    target.add(stage.renderer());
    stage.look_from_viewer();
  }

  MessageLog log;
  Stage stage;
  OffscreenTarget target;
};

OffscreenView::OffscreenView(const OffscreenViewOptions& options)
    : impl_(std::make_unique<Impl>(options)) {}
OffscreenView::~OffscreenView() = default;
OffscreenView::OffscreenView(OffscreenView&&) noexcept = default;
OffscreenView& OffscreenView::operator=(OffscreenView&&) noexcept = default;

void OffscreenView::show(const Volume& volume, const State& state, const Fused& fused) {
  impl_->target.with_context([&] {
    require_fits(volume, impl_->stage.renderer(), impl_->stage.settings());
    impl_->stage.show(volume, state, fused);
    impl_->stage.scene().set_waiting(true);
  });
}

void OffscreenView::set_phases(const std::vector<Volume>& volumes) {
  impl_->stage.scene().set_phases(volumes);
}

void OffscreenView::update(const State& state) {
  impl_->stage.update(state);
}

Picture OffscreenView::draw() {
  const auto draw_once = [&] {
    impl_->stage.prepare(impl_->target.width(), impl_->target.height());
    return impl_->target.draw();
  };
  Picture picture = draw_once();
  return impl_->stage.says_what_is_shown() ? picture : draw_once();
}

VoxelsShown OffscreenView::shown() const {
  return impl_->stage.is_empty() ? VoxelsShown{} : impl_->stage.scene().shown();
}

const std::string& OffscreenView::graphics() const {
  return impl_->target.graphics();
}

}  // namespace volvr::render
