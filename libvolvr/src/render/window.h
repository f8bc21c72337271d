// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "render/budget/frame_budget.h"
#include "render/gestures.h"
#include "render/overlay.h"
#include "volvr/picture.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/volume.h"
#include "volvr/voxels_shown.h"

namespace volvr::render {

struct WindowOptions {
  int width = 1280;  ///< pixels
  int height = 960;
  std::string title = "volvr";
  std::filesystem::path snapshot_folder = "snapshots";
  Settings settings = {};
  /// What a frame may take while something moves, seconds; 0: a thirtieth where a GPU casts the
  /// rays, a tenth where processors do, whose pictures would else be too coarse to follow.
  double frame_seconds = 0.0;
  std::function<void(std::string_view)> on_message = {};
};

/// A desktop window with a study before a fixed viewer. Mouse and keys come out as sentences (see
/// Gestures); what the study looks like goes in by `update`.
class Window {
 public:
  /// @throws Error no_display
  explicit Window(const WindowOptions& options = {}, SentenceSink sink = {});
  ~Window();
  Window(Window&&) noexcept;
  Window& operator=(Window&&) noexcept;

  /// @throws Error unsupported for a volume that the driver cannot hold
  void show(const Volume& volume, const State& state);
  void set_phases(const std::vector<Volume>& volumes);  ///< after `show`; see Scene
  void update(const State& state);

  /// What stands at the window's side from now on; null: nothing. It must outlive the window, or be
  /// taken away first. Pictures are without it.
  void set_overlay(Overlay* overlay);

  /// What is drawn from the next `show` on; how finely, from the next frame on.
  void set_settings(const Settings& settings);

  /// Handles what came in, and draws a frame where one is due; else waits some milliseconds for
  /// something to happen. False once the user has closed the window. @throws Error internal
  bool pump();

  /// The present view at exact quality.
  Picture picture();

  /// OpenGL renderer and version.
  const std::string& graphics() const;
  int width() const;
  int height() const;

  /// Of the last frame; zero before `show`.
  VoxelsShown shown() const;

  /// What the last frame was drawn with.
  const FramePlan& planned() const;

  /// Seconds that the frame of the last `pump` took to draw; 0 where it drew none.
  double last_frame_seconds() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::render
