// SPDX-License-Identifier: Apache-2.0
#include "panel_overlay.h"
#include "render/window.h"
#include "screen.h"

namespace volvr {

namespace {

class WindowScreen : public Screen {
 public:
  WindowScreen(const ViewerOptions& options, const CommandSink& sink)
      : settings_(options.settings),
        panel_(sink, options.on_message),
        window_({.width = options.width,
                 .height = options.height,
                 .settings = options.settings,
                 .on_message = options.on_message,
                 .frame_log = options.frame_log},
                [sink](std::string_view sentence, bool continues_gesture) {
                  sink(parse_command(sentence), continues_gesture);
                }) {
    window_.set_overlay(&panel_);
  }

  void show(const Volume& volume, const State& state, const Fused& fused) override {
    window_.show(volume, state, fused);
    volume_ = volume;
    fused_ = fused;
    phases_.clear();
    state_ = state;
  }
  void set_phases(const std::vector<Volume>& volumes) override {
    window_.set_phases(volumes);
    phases_ = volumes;
  }
  void update(const State& state) override {
    window_.update(state);
    state_ = state;
  }
  void set_model(const panels::Model& model) override { panel_.set_model(model); }

  // What rays are cast with is fixed when a study is taken up.
  void set_settings(const Settings& settings) override {
    const bool differs = draw_otherwise(settings, settings_);
    settings_ = settings;
    if (!differs) return;
    window_.set_settings(settings);
    if (volume_.empty()) return;
    window_.show(volume_, state_, fused_);
    if (!phases_.empty()) window_.set_phases(phases_);
  }

  bool frame() override {
    const render::Quality& drawn = window_.planned().quality;
    panel_.set_seen(window_.shown(), drawn.pixels, drawn.step);
    closed_ = !window_.pump();
    frame_times_.add(window_.last_frame_seconds());
    return !closed_;
  }

  std::vector<std::pair<std::string, Picture>> pictures() override {
    return {{"view", window_.picture()}};
  }

  ViewerReport report() const override {
    return {.display = "window",
            .graphics = window_.graphics(),
            .width = window_.width(),
            .height = window_.height(),
            .frame_seconds = frame_times_.all(),
            .voxels = window_.shown(),
            .ended_because = closed_ ? "the window was closed" : ""};
  }

  bool is_live() const override { return true; }

 private:
  Settings settings_;
  Volume volume_;
  Fused fused_;
  std::vector<Volume> phases_;
  State state_;
  PanelOverlay panel_;  // outlives the window that points to it
  render::Window window_;
  FrameTimes frame_times_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_window_screen(const ViewerOptions& options, CommandSink sink) {
  return std::make_unique<WindowScreen>(options, sink);
}

}  // namespace volvr
