// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/command.h"
#include "volvr/frame_log.h"
#include "volvr/layers.h"
#include "volvr/phases.h"
#include "volvr/picture.h"
#include "volvr/progress.h"
#include "volvr/settings.h"
#include "volvr/volume.h"
#include "volvr/voxels_shown.h"

namespace volvr {

enum class Display { headset, window, offscreen };

/// What a viewer found itself running on, and how it went.
struct ViewerReport {
  std::string display;        ///< "Monado(XRT) by Collabora et al", "X11 window", "EGL offscreen"
  std::string graphics;       ///< OpenGL renderer and version
  int width = 0;              ///< pixels of one eye or of the window
  int height = 0;
  std::vector<double> frame_seconds;  ///< time of each frame's drawing, the last 4096
  VoxelsShown voxels;         ///< of the last frame
  std::string ended_because;  ///< "quit", "window closed", "runtime ended the session", ...
};

struct ViewerOptions {
  int width = 1280;   ///< window and offscreen: pixels
  int height = 960;
  std::string preset = {};  ///< a name or a file, as for preset_from; empty: what suits best
  Settings settings = {};
  /// Called with one plain sentence for things that a user should know while running; from another
  /// thread while this one waits for a headset's runtime that does not answer.
  std::function<void(std::string_view)> on_message = {};
  /// Filled while frames are shown. It must outlive the viewer.
  FrameLog* frame_log = nullptr;
};

/// A series that the reader may choose while a viewer runs (`series N`).
struct OfferedSeries {
  std::string title;      ///< without identity: "CT, series 3, thorax"
  std::string detail;     ///< "512 × 512 × 275, 0.78 × 0.78 × 1 mm"
  std::string note = {};  ///< what is to be known of it; may be empty
  /// Called on a thread of its own. What it throws (Error) is shown to the reader; it must hold no
  /// identity.
  std::function<Phases(const ProgressSink&)> load;
  /// A small picture, made on another thread once the study is on the screen; may be empty.
  std::function<Picture()> thumbnail = {};
};

/// Shows a volume to both eyes of a headset, in a window, or into pictures alone.
class Viewer {
 public:
  /// Opens the display. For a headset, checks first that there is a runtime and a headset.
  /// @throws Error no_runtime, no_headset, no_display, unsupported (built without OpenXR)
  explicit Viewer(Display display, const ViewerOptions& options = {});
  ~Viewer();
  Viewer(Viewer&&) noexcept;
  Viewer& operator=(Viewer&&) noexcept;

  /// Shows this volume, with the preset that suits it best or the one of the options, and with it
  /// layers and labels: commands (`layer`, `label`, `labels`) change how these are seen. What a reader
  /// must know before they are looked at as one (fusion_warnings) is said by `on_message`. Names of
  /// labels are shown on panels, so they must hold no identity. Another series leaves them.
  /// @throws Error as preset_from; invalid_argument (an empty volume); for layers and labels as
  ///         OffscreenRenderer: mixed_patients, unsupported, invalid_argument. What was shown stays.
  void show(const Volume& volume, const Fused& fused = {});

  /// The same for volumes that follow each other in time: the first is seen, and commands (`time`,
  /// `play`) show the others. @throws Error also invalid_argument where their grids differ
  void show(const Phases& phases, const Fused& fused = {});

  /// Series that the reader may go to. The study that is shown stays until another is whole.
  /// @param shown  which of them is shown now, from 1; 0: none
  void offer(std::vector<OfferedSeries> series, int shown = 0);

  /// Commands to be carried out in order, from the next frame on, while `run` shows frames. A
  /// snapshot of a headset that shows nothing waits, with what follows it, until it does again.
  void enqueue(std::vector<Command> commands);

  /// Shows frames until `quit`, until the user closes, until the runtime ends the session, or, for
  /// an offscreen display, until no command is left. A headset's runtime that dies ends nothing: it
  /// is waited for.
  void run();

  /// Carries out one command now. @throws Error as History::apply, not_writable for a snapshot
  void execute(std::string_view command);

  /// Makes `run` return after the present frame. May be called from a signal handler or a thread.
  void request_quit() noexcept;

  /// What the reader sees. @throws Error invalid_argument before `show`
  const State& state() const;
  ViewerReport report() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Whether an OpenXR runtime is active and has a headset, without opening a session.
struct HeadsetStatus {
  bool built_in = false;      ///< this build has the headset part
  bool runtime = false;
  bool headset = false;
  std::string runtime_name;   ///< with its version; empty without one
  std::string explanation;    ///< one sentence: what is missing and what to do; empty if all is well
};
HeadsetStatus headset_status();

}  // namespace volvr
