// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "panel_overlay.h"
#include "render/window.h"
#include "screen.h"
#include "xr/session.h"

namespace volvr {

/// A camera that goes round a place and looks at it.
struct Orbit {
  double yaw = 0.0;                                 ///< radians, from the scene's +z towards +x
  double pitch = 0.0;                               ///< radians upwards, less than upright
  double distance = 1.2;                            ///< metres
  Eigen::Vector3d aside = Eigen::Vector3d::Zero();  ///< scene metres, from the place

  /// @param place  what is looked at, scene metres
  Eigen::Isometry3d scene_from_camera(const Eigen::Vector3d& place) const;

  /// Takes what a mouse says of the study for the camera: turning, moving and magnifying.
  /// @return false for any other command, which is the study's
  bool take(const Command& command);
};

/// The window beside a headset: what the reader sees, for somebody else, and the study itself while
/// the headset shows nothing. It never makes the headset wait. Closing it ends nothing.
class BesideWindow {
 public:
  /// Where no window can be had, or none is wanted, it is none, and says so once.
  BesideWindow(const ViewerOptions& options, CommandSink sink);

  void show(const Volume& volume, const State& state, const Fused& fused);
  void set_phases(const std::vector<Volume>& volumes);
  void update(const State& state);
  void set_model(const panels::Model& model) { panel_.set_model(model); }
  void set_settings(const Settings& settings);

  /// To be called once in each turn of the headset's loop, after its frame.
  void frame(xr::Session& session);

 private:
  using Clock = std::chrono::steady_clock;

  void open(const ViewerOptions& options);
  void show_panel(const xr::Session& session);
  void close();
  void on_sentence(std::string_view sentence, bool continues_gesture);
  void take_up_study();
  void look(const xr::Session& session);

  bool is_free_;
  CommandSink sink_;
  std::function<void(std::string_view)> on_message_;
  Settings settings_;
  PanelOverlay panel_;  // outlives the window that points to it
  std::optional<render::Window> window_;
  Volume volume_;
  Fused fused_;
  std::vector<Volume> phases_;
  State state_;
  Orbit orbit_;
  bool has_study_ = false;   // the window itself, on the GPU
  bool has_orbited_ = true;  // since the camera was placed
  Clock::time_point asked_at_;
  Clock::time_point copy_at_;
};

}  // namespace volvr
