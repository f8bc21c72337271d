// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "core/thread_clock.h"
#include "render/offscreen_view.h"
#include "screen.h"

namespace volvr {

namespace {

class OffscreenScreen : public Screen {
 public:
  explicit OffscreenScreen(const ViewerOptions& options)
      : options_(options),
        view_({.width = options.width,
               .height = options.height,
               .settings = options.settings,
               .on_message = options.on_message}) {}

  void show(const Volume& volume, const State& state, const Fused& fused) override {
    view_.show(volume, state, fused);
  }
  void set_phases(const std::vector<Volume>& volumes) override { view_.set_phases(volumes); }
  void update(const State& state) override { view_.update(state); }

  bool frame() override {
    const auto start = std::chrono::steady_clock::now();
    const double cpu_start = thread_seconds();
    view_.draw();
    const auto end = std::chrono::steady_clock::now();
    frame_times_.add(std::chrono::duration<double>(end - start).count());
    if (options_.frame_log != nullptr) {
      options_.frame_log->add(
          {.at = std::chrono::duration<double>(start.time_since_epoch()).count(),
           .cpu = thread_seconds() - cpu_start,
           .state = "offscreen"});
    }
    return true;
  }

  std::vector<std::pair<std::string, Picture>> pictures() override {
    return {{"view", view_.draw()}};
  }

  ViewerReport report() const override {
    return {.display = "offscreen",
            .graphics = view_.graphics(),
            .width = options_.width,
            .height = options_.height,
            .frame_seconds = frame_times_.all(),
            .voxels = view_.shown(),
            .ended_because = {}};
  }

  bool is_live() const override { return false; }

 private:
  ViewerOptions options_;
  render::OffscreenView view_;
  FrameTimes frame_times_;
};

}  // namespace

std::unique_ptr<Screen> make_offscreen_screen(const ViewerOptions& options) {
  return std::make_unique<OffscreenScreen>(options);
}

}  // namespace volvr
