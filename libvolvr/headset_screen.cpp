// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <utility>

#include "beside_window.h"
#include "headset_panel.h"
#include "live_panel.h"
#include "render/scene.h"
#include "render/solid.h"
#include "render/surroundings.h"
#include "screen.h"
#include "volvr/error.h"
#include "xr/preflight.h"
#include "xr/session.h"

namespace volvr {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto longest_wait_for_picture = std::chrono::seconds(60);
constexpr auto between_news = std::chrono::milliseconds(250);

class HeadsetScreen : public Screen {
 public:
  HeadsetScreen(const ViewerOptions& options, CommandSink sink)
      : settings_(options.settings),
        sink_(std::move(sink)),
        on_message_(options.on_message),
        session_({.settings = options.settings,
                  .on_message = options.on_message,
                  .frame_log = options.frame_log}),
        panel_(options),
        beside_(options, sink_) {
    if (settings_.flag("render.annotations")) surroundings_.add_to(session_.renderer());
  }

  void show(const Volume& volume, const State& state, const Fused& fused) override {
    take_up(volume, state, fused);
    fused_ = fused;
    phases_.clear();
    beside_.show(volume, state, fused);
    update(state);
  }

  void set_phases(const std::vector<Volume>& volumes) override {
    scene_->set_phases(volumes);
    phases_ = volumes;
    beside_.set_phases(volumes);
  }

  void update(const State& state) override {
    if (state.passthrough != state_.passthrough && !session_.show_room(state.passthrough) &&
        on_message_) {
      on_message_("This headset shows no room behind the study.");
    }
    state_ = state;
    scene_->update(state);
    let_be_felt(state);
    surroundings_.update(state, bounds_in_patient(scene_->volume().geometry()));
    beside_.update(state);
    changed_ = true;
  }

  void set_model(const panels::Model& model) override {
    model_ = model;
    beside_.set_model(model);
  }

  // What rays are cast with is fixed when a study is taken up.
  void set_settings(const Settings& settings) override {
    const bool differs = draw_otherwise(settings, settings_);
    settings_ = settings;
    session_.set_settings(settings);
    panel_.set_settings(settings);
    beside_.set_settings(settings);
    if (!differs || !scene_) return;
    const Volume volume = scene_->volume();
    const State state = state_;
    take_up(volume, state, fused_);
    if (!phases_.empty()) scene_->set_phases(phases_);
    update(state);
  }

  bool frame() override {
    if (!session_.begin_frame()) return false;
    panel_.reach(session_, state_);
    if (session_.take_recentred()) sink_(command::Recentre{}, false);
    for (const auto& [command, continues_gesture] : session_.commands(state_)) {
      sink_(command, continues_gesture);
    }
    step_panel();
    const bool by_processors = scene_ && scene_->is_drawn_by_processors();
    const render::Sampling sampling =
        session_.plan({.changed = std::exchange(changed_, false), .by_processors = by_processors});
    if (scene_) scene_->set_sampling(sampling);
    if (const auto head = session_.scene_from_head()) surroundings_.face(head->translation());
    panel_.draw(session_);
    session_.draw();
    beside_.frame(session_);
    say_what_is_shown();
    return true;
  }

  std::vector<std::pair<std::string, Picture>> pictures() override {
    if (!session_.is_connected()) refuse_picture();
    if (scene_) scene_->set_waiting(true);
    session_.capture_next_frame();
    const auto deadline = Clock::now() + longest_wait_for_picture;
    while (session_.captured()[1].rgb.empty()) {
      if (!frame() || !session_.is_connected() || Clock::now() > deadline) {
        if (scene_) scene_->set_waiting(false);
        refuse_picture();
      }
    }
    if (scene_) scene_->set_waiting(false);
    return {{"left", session_.captured()[0]}, {"right", session_.captured()[1]}};
  }

  std::optional<Eigen::Isometry3d> scene_from_head() const override {
    return session_.scene_from_head();
  }

  ViewerReport report() const override {
    return {.display = session_.runtime_name(),
            .graphics = session_.graphics_name(),
            .width = session_.eye_width(),
            .height = session_.eye_height(),
            .frame_seconds = session_.frame_seconds(),
            .voxels = scene_ ? scene_->shown() : VoxelsShown{},
            .ended_because = session_.ended_because()};
  }

  bool is_live() const override { return true; }

  ~HeadsetScreen() override { panel_.release_graphics(session_); }

 private:
  void take_up(const Volume& volume, const State& state, const Fused& fused) {
    auto scene = std::make_unique<render::Scene>(volume, settings_);
    scene->fuse(state, fused);
    if (scene_) {
      scene_->remove_from(session_.renderer());
      session_.make_current();
      scene_->release_graphics(session_.renderer());
    }
    scene_ = std::move(scene);
    scene_->add_to(session_.renderer());
  }

  void let_be_felt(const State& state) {
    const auto phase = static_cast<std::size_t>(state.time_point - 1);
    const Volume& volume = phases_.empty() ? scene_->volume() : phases_[phase];
    session_.set_study(bounds_in_patient(volume.geometry()), render::solid_places(volume, state));
  }

  // What changes from frame to frame is told a few times a second.
  void step_panel() {
    const auto now = Clock::now();
    if (now - told_at_ >= between_news) {
      told_at_ = now;
      if (state_.panel) live_ = live_panel(session_, scene_ ? scene_->shown() : VoxelsShown{});
      surroundings_.set_text(study_lines(model_));
    }
    if (!state_.panel) return;
    model_.state = state_;
    model_.live = live_;
    panel_.step(session_, model_, sink_);
  }

  [[noreturn]] static void refuse_picture() {
    throw Error(ErrorCode::no_display,
                "The headset shows nothing now, so that there is no picture of both eyes to be "
                "taken.");
  }

  // Once it is known: a panel has no room for what changes from frame to frame.
  void say_what_is_shown() {
    if (!scene_) return;
    bool settled = true;
    const VoxelsShown shown = scene_->shown(&settled);
    if (!settled || shown == said_) return;
    said_ = shown;
    const std::string text = to_text(shown);
    if (!text.empty() && on_message_) on_message_(text);
  }

  Settings settings_;
  CommandSink sink_;
  std::function<void(std::string_view)> on_message_;
  VoxelsShown said_;
  State state_;
  panels::Model model_;
  panels::Live live_;
  Clock::time_point told_at_;
  Fused fused_;
  std::vector<Volume> phases_;
  bool changed_ = true;  // what is shown, since the last frame
  render::Surroundings surroundings_;
  std::unique_ptr<render::Scene> scene_;  // outlives the session, whose renderer points into it
  xr::Session session_;
  HeadsetPanel panel_;
  BesideWindow beside_;
};

}  // namespace

std::unique_ptr<Screen> make_headset_screen(const ViewerOptions& options, CommandSink sink) {
  return std::make_unique<HeadsetScreen>(options, std::move(sink));
}

HeadsetStatus headset_status() {
  return xr::preflight();
}

}  // namespace volvr
