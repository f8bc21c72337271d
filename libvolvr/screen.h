// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "volvr/command.h"
#include "volvr/picture.h"
#include "volvr/state.h"
#include "volvr/viewer.h"
#include "volvr/volume.h"

namespace volvr {

/// What a person said by hand, mouse or key. `continues_gesture`: it goes on with the one before.
using CommandSink = std::function<void(const Command& command, bool continues_gesture)>;

/// One way of showing a study: the headset, a window, or pictures alone.
class Screen {
 public:
  virtual ~Screen() = default;

  /// Takes a study up; `state` is how it is first seen.
  virtual void show(const Volume& volume, const State& state) = 0;

  /// Shows it as `state` says from the next frame on.
  virtual void update(const State& state) = 0;

  /// Handles what came in and draws one frame; false once the display has ended.
  /// @throws Error runtime_lost
  virtual bool frame() = 0;

  /// What is to be seen now at exact quality, with a name for each: "left" and "right", or "view".
  virtual std::vector<std::pair<std::string, Picture>> pictures() = 0;

  /// Display, graphics, size, and why it ended.
  virtual ViewerReport report() const = 0;

  /// Whether frames are of use when no command is waiting: not for pictures alone.
  virtual bool is_live() const = 0;
};

std::unique_ptr<Screen> make_offscreen_screen(const ViewerOptions& options);
std::unique_ptr<Screen> make_window_screen(const ViewerOptions& options, CommandSink sink);

/// @throws Error unsupported in a build without the headset part
std::unique_ptr<Screen> make_headset_screen(const ViewerOptions& options, CommandSink sink);

}  // namespace volvr
