// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "render/budget/frame_budget.h"
#include "render/ray_caster.h"
#include "volvr/frame_log.h"
#include "volvr/picture.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "xr/binding_file.h"
#include "xr/eye_pace.h"
#include "xr/eye_view.h"
#include "xr/interaction.h"
#include "xr/shown_panel.h"

class vtkRenderer;

namespace volvr::xr {

struct SessionOptions {
  Settings settings = {};
  std::filesystem::path binding_folder = {};  ///< empty: `find_binding_folder`
  Eigen::Vector3d background{0.03, 0.035, 0.04};  ///< sRGB, 0..1
  /// Called with one plain sentence for things that a user should know while running; from another
  /// thread where this one waits for a runtime that does not answer.
  std::function<void(std::string_view)> on_message = {};
  FrameLog* frame_log = nullptr;  ///< filled with each frame
};

/// A headset that is open: both eyes of one VTK renderer, and hands that say commands.
///
///     Session session;
///     scene.add_to(session.renderer());
///     while (session.begin_frame()) {
///       for (const auto& [command, continues] : session.commands(history.state())) {
///         history.apply(command, continues);
///       }
///       scene.update(history.state());
///       scene.set_sampling(session.plan({.changed = changed}));
///       session.draw();
///     }
///
/// OpenXR is spoken to here alone, one call at a time and each one checked: VTK's window, renderer
/// and camera draw, VTK's own OpenXR manager is not used. All functions are called from one thread.
///
/// A headset that is taken off, and a runtime that dies, end nothing: frames go on without being
/// drawn, a runtime that is lost is looked for twice a second, and what is in the renderer is seen
/// again when it is back.
class Session {
 public:
  /// @throws Error no_runtime, no_headset, no_display, unsupported, malformed (controller bindings)
  explicit Session(const SessionOptions& options = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// What is put here is seen; in metres, the frame of `Pose`. It lives until `close`.
  vtkRenderer* renderer() const;

  /// Takes the runtime's events, waits until it wants a frame, and samples head and hands for the
  /// time at which that frame will be seen.
  /// @return false once the session is over; `ended_because` says why
  bool begin_frame();

  /// The runtime is there: it may still want no frames.
  bool is_connected() const;

  /// What the hands said in the frame that has begun.
  std::vector<HandCommand> commands(const State& state);

  /// Where the study is within its own frame, LPS millimetres, so that hands feel it when they enter
  /// it. @param is_solid  whether it can be touched at a place; empty: in its whole box
  void set_study(const Eigen::AlignedBox3d& bounds_in_patient,
                 std::function<bool(const Eigen::Vector3d&)> is_solid = {});

  /// Which hands' lasers or fingers are on a panel now: a trigger that is pulled there takes no
  /// study. @see presses_panel
  void set_on_panel(const std::array<bool, 2>& on_panel);

  /// The trigger, or the pinch, was begun on the panel and is held still.
  bool presses_panel(Hand hand) const;

  /// A panel that is seen from the next frame on; nothing: none. Where setting headset.panel_layer
  /// and the runtime let it, it is handed over as a layer of its own, whose letters stay sharp, else
  /// drawn as part of what the eyes see. Its texture must live until another panel is shown.
  void show_panel(const std::optional<ShownPanel>& panel);

  /// How far the hand's laser goes from its aim, metres; nothing: there is none. It stays so.
  void set_laser(Hand hand, std::optional<double> length);

  /// Takes the settings over, from the next frame on.
  void set_settings(const Settings& settings);

  /// Whether there is a room to show. @see show_room
  bool can_show_room() const;

  /// What the buttons of all known controllers do.
  const std::vector<BindingFile>& bindings() const;

  /// Lets a hand feel something, unless it felt too much of that just now or the setting
  /// headset.haptics is 0.
  void feel(const Haptic& haptic);

  /// How finely the frame that has begun is to be drawn for the headset to get it in time, and
  /// where the eyes look. To be asked once a frame. A frame whose pixels are kept is drawn as well
  /// as the settings let it be.
  render::Sampling plan(const Shown& shown);

  /// What was planned last.
  const render::FramePlan& planned() const;

  /// Draws both eyes and hands them to the runtime, where it wants them.
  void draw();

  /// A frame was drawn and handed over since the runtime was found.
  bool is_showing() const;

  /// Keeps both eyes' pixels of the next frame that is drawn, as the reader sees them; until then
  /// `captured` is empty.
  void capture_next_frame();
  /// Left and right of the frame that was kept last, sRGB as displayed; empty before there is one.
  const std::array<Picture, 2>& captured() const;
  /// How opaque the runtime gets each of these pixels, row by row from the top: 255 is seen as it is,
  /// below that what the runtime lays behind it is seen, too: the room, or a panel.
  const std::array<std::vector<std::uint8_t>, 2>& captured_opacity() const;

  /// Shows the room around behind the study, or black. It stays wished for where the runtime is lost.
  /// @return false where this headset shows no room
  bool show_room(bool on);

  /// The runtime put the person back to the middle of their space, as they asked it to; said once.
  bool take_recentred();

  /// Asks for a copy of what the left eye sees in the next frame, for people beside: turned calmly
  /// after the head. It arrives some frames later.
  void copy_next_frame();
  std::optional<Picture> take_copy();

  /// Makes the OpenGL context current in which `renderer` draws. @pre not closed
  void make_current();

  /// Asks the runtime to end the session: some frames later `begin_frame` returns false.
  void request_end();

  /// Ends the session and gives back runtime, graphics and all that is in the renderer. May be
  /// called at any time and again; the destructor does the same.
  void close() noexcept;

  std::string ended_because() const;  ///< empty while it lives
  std::string runtime_name() const;   ///< with its version
  std::string graphics_name() const;  ///< OpenGL renderer and version
  int eye_width() const;              ///< pixels
  int eye_height() const;
  std::vector<double> frame_seconds() const;  ///< drawing of each frame, the last 4096
  const EyeViews& views() const;              ///< of the frame that has begun, or the last one
  /// The middle between the eyes, looking along -z; nothing before the head was first seen.
  std::optional<Eigen::Isometry3d> scene_from_head() const;
  const Input& input() const;                 ///< of the frame that has begun
  std::array<std::string, 2> controllers() const;  ///< interaction profile of left and right hand

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::xr
