// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "panels/model.h"
#include "volvr/command.h"
#include "volvr/layers.h"
#include "volvr/picture.h"
#include "volvr/state.h"
#include "volvr/viewer.h"
#include "volvr/volume.h"

namespace volvr {

/// What a person said by hand, mouse or key. `continues_gesture`: it goes on with the one before.
using CommandSink = std::function<void(const Command& command, bool continues_gesture)>;

/// Seconds that frames took to draw, the last 4096.
class FrameTimes {
 public:
  /// 0 stands for a frame that drew nothing, and is passed over.
  void add(double seconds) {
    if (seconds <= 0.0) return;
    if (seconds_.size() == most) seconds_.pop_front();
    seconds_.push_back(seconds);
  }
  std::vector<double> all() const { return {seconds_.begin(), seconds_.end()}; }

 private:
  static constexpr std::size_t most = 4096;
  std::deque<double> seconds_;
};

/// One way of showing a study: the headset, a window, or pictures alone.
class Screen {
 public:
  virtual ~Screen() = default;

  /// Takes a study up, and what is drawn with it; `state` is how it is first seen.
  /// @throws Error as render::FusedParts; what was shown before stays then
  virtual void show(const Volume& volume, const State& state, const Fused& fused) = 0;

  /// Volumes that follow each other in time, the first of them the one that is shown; which is seen
  /// is a matter of the state. @throws Error invalid_argument
  virtual void set_phases(const std::vector<Volume>& volumes) = 0;

  /// Shows it as `state` says from the next frame on.
  virtual void update(const State& state) = 0;

  /// What the display's panel shows, where it has one; whether it is open is a matter of the state.
  virtual void set_model(const panels::Model& model) { (void)model; }

  /// Settings that can be changed while it runs are, from the next frame on.
  virtual void set_settings(const Settings& settings) { (void)settings; }

  /// Handles what came in and draws one frame; false once the display has ended.
  virtual bool frame() = 0;

  /// The middle between the viewer's eyes, looking along -z; nothing where nobody knows it.
  virtual std::optional<Eigen::Isometry3d> scene_from_head() const { return std::nullopt; }

  /// What is to be seen now at exact quality, with a name for each: "left" and "right", or "view".
  virtual std::vector<std::pair<std::string, Picture>> pictures() = 0;

  /// All of it, as far as it is known to the screen.
  virtual ViewerReport report() const = 0;

  /// Whether frames are of use when no command is waiting: not for pictures alone.
  virtual bool is_live() const = 0;
};

/// Whether the same study is drawn otherwise with the one than with the other: a setting of
/// `render.` differs.
bool draw_otherwise(const Settings& one, const Settings& other);

std::unique_ptr<Screen> make_offscreen_screen(const ViewerOptions& options);
std::unique_ptr<Screen> make_window_screen(const ViewerOptions& options, CommandSink sink);

/// @throws Error unsupported in a build without the headset part
std::unique_ptr<Screen> make_headset_screen(const ViewerOptions& options, CommandSink sink);

}  // namespace volvr
