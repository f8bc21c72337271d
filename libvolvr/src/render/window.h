// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "render/budget/frame_budget.h"
#include "render/gestures.h"
#include "volvr/frame_log.h"
#include "render/overlay.h"
#include "volvr/layers.h"
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
  /// Beside a headset: `pump` returns at once, and no frame waits for the monitor.
  bool never_waits = false;
  std::function<void(std::string_view)> on_message = {};
  FrameLog* frame_log = nullptr;  ///< filled with each frame
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

  /// @throws Error unsupported for a volume that the driver cannot hold; as FusedParts
  void show(const Volume& volume, const State& state, const Fused& fused = {});
  void set_phases(const std::vector<Volume>& volumes);  ///< after `show`; see Scene
  void update(const State& state);

  /// Shows a picture that comes from elsewhere instead of a study, until `show_study`.
  void show_picture(const Picture& picture);
  void show_study();

  /// Looks at the scene from elsewhere, along the camera's -z.
  void look(const Eigen::Isometry3d& scene_from_camera);

  /// Lets go of the study and of what it holds of the GPU; `show` shows another.
  void clear();
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
