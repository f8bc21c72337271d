// SPDX-License-Identifier: Apache-2.0
#include "render/window.h"
#include "screen.h"

namespace volvr {

namespace {

class WindowScreen : public Screen {
 public:
  WindowScreen(const ViewerOptions& options, const CommandSink& sink)
      : window_({.width = options.width,
                 .height = options.height,
                 .settings = options.settings,
                 .on_message = options.on_message,
                 .frame_log = options.frame_log},
                [sink](std::string_view sentence, bool continues_gesture) {
                  sink(parse_command(sentence), continues_gesture);
                }) {}

  void show(const Volume& volume, const State& state) override { window_.show(volume, state); }
  void set_phases(const std::vector<Volume>& volumes) override { window_.set_phases(volumes); }
  void update(const State& state) override { window_.update(state); }

  bool frame() override {
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
  render::Window window_;
  FrameTimes frame_times_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_window_screen(const ViewerOptions& options, CommandSink sink) {
  return std::make_unique<WindowScreen>(options, sink);
}

}  // namespace volvr
