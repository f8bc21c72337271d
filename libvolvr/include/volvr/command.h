// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "volvr/state.h"
#include "volvr/volume.h"

namespace volvr {

/// The sentences that change what a reader sees. Each has one text form, given beside it; the same
/// sentences come from a controller, a key, a panel, a script, a saved session and a test.
namespace command {
struct SetPreset { std::string name; };                 ///< `preset ct-bone`
struct StepPreset { int by = 1; };                      ///< `preset next`, `preset previous`, `preset step 2`
struct SetWindow { Window window; };                    ///< `window 400 1500`: centre, width
struct NudgeWindow { double centre = 0, width = 1; };   ///< `window nudge 10 1.05`: add, multiply
struct SetTechnique { Technique technique = Technique::composite; };  ///< `technique mip`
struct SetShade { bool on = true; };                    ///< `shade on`, `shade off`
struct SetPose { Pose pose; };    ///< `pose X Y Z QX QY QZ QW MAGNIFICATION`
struct Move { Eigen::Vector3d by = Eigen::Vector3d::Zero(); };  ///< `move X Y Z`: scene metres
struct Turn { double yaw = 0, pitch = 0, roll = 0; };   ///< `turn YAW PITCH ROLL`: degrees, about the study's middle, scene axes y, x, z
struct Magnify { double by = 1.0; };                    ///< `magnify 1.1`: multiplies
struct SetView { View view = View::anterior; };         ///< `view anterior`
struct AddClipPlane { ClipPlane plane; };                ///< `clip plane X Y Z NX NY NZ`: patient LPS millimetres, as all clips
struct AddClipBox { ClipBox box; };                      ///< `clip box X Y Z X2 Y2 Z2`: its low and its high corner
struct AddClipSphere { ClipSphere sphere; };             ///< `clip sphere X Y Z RADIUS`
struct InvertClip { int number = 0; };                   ///< `clip inverse 2`, `clip inverse`: by number from 1; 0 is the newest
struct RemoveClip { int number = 0; };                   ///< `clip remove 2`, `clip remove`: the same
struct ClearClips {};                                    ///< `clip clear`
struct Reset {};                                        ///< `reset`: pose, preset, window, clips, layers and labels as at first
struct SetTime { int number = 1; };                     ///< `time 3`: the third of the volumes that follow each other
struct StepTime { int by = 1; };                        ///< `time next`, `time previous`, `time step 2`: in turn
struct Play {};                                         ///< `play`: by the clock, at the study's own rate
struct Pause {};                                        ///< `pause`
struct SetSpeed { double factor = 1.0; };               ///< `speed 0.5`: 1 is the true rate, below 0 backwards
struct SnapView {};                                     ///< `view nearest`: square to the viewer, by the shortest turn
struct Recentre {};                                     ///< `recentre`: at arm's length before the viewer, at the height of the eyes
struct SetLifeSize { bool on = true; };                 ///< `life-size on`: 1:1, and nothing changes that
struct SetTable { double height = 0.75; };              ///< `table 0.75`: a table top, scene metres above the floor, the study lying on it
struct RemoveTable {};                                  ///< `table remove`
struct SetPassthrough { bool on = true; };              ///< `passthrough on`: the room behind the study, where the headset shows it
struct SetPanel { bool open = true; };                  ///< `panel open`, `panel close`
struct SetIdentity { bool shown = true; };              ///< `identity show`, `identity hide`: who the patient is, on panels
struct SetSetting { std::string name, value; };         ///< `set render.step 1`: a row of the table of settings
struct ShowSeries { int number = 1; };                  ///< `series 2`: another of the series that were offered, from 1
struct ShowLayer { int number = 1; bool shown = true; };  ///< `layer 1 show`, `layer 1 hide`: a volume drawn with the study, from 1
struct SetLayerOpacity { int number = 1; double opacity = 1; };  ///< `layer 1 opacity 0.5`: 0 to 1
struct SetLayerWindow { int number = 1; Window window; };  ///< `layer 1 window 5 10`: centre, width, in its own units
struct SetLayerPreset { int number = 1; std::string name; };  ///< `layer 1 preset pet-hot`: composite or mip; opacity by gradient is left out
struct ShowLabel { std::int64_t label = 1; bool shown = true; };  ///< `label 7 show`, `label 7 hide`: by its number in the map
struct SetLabelOpacity { std::int64_t label = 1; double opacity = 1; };  ///< `label 7 opacity 0.5`
struct ShowLabels { bool shown = true; };               ///< `labels show`, `labels hide`: all of them
struct SetLabelsOpacity { double opacity = 1; };        ///< `labels opacity 0.5`: of all of them
struct SetLabelLook { LabelLook look = LabelLook::bodies; };  ///< `labels look bodies`, `labels look tint`
struct Undo {};                                         ///< `undo`
struct Redo {};                                         ///< `redo`
struct Snapshot { std::filesystem::path folder; };      ///< `snapshot FOLDER`: left.png and right.png, or view.png
struct Info {};                                         ///< `info`: the viewer says of what voxels its last picture was drawn
struct Wait { double seconds = 0; };                    ///< `wait 0.5`: goes on showing frames meanwhile
struct Quit {};                                         ///< `quit`
}  // namespace command

using Command = std::variant<command::SetPreset, command::StepPreset, command::SetWindow,
                             command::NudgeWindow, command::SetTechnique, command::SetShade,
                             command::SetPose, command::Move, command::Turn, command::Magnify,
                             command::SetView, command::AddClipPlane, command::AddClipBox,
                             command::AddClipSphere, command::InvertClip, command::RemoveClip,
                             command::ClearClips, command::Reset, command::SetTime,
                             command::StepTime, command::Play, command::Pause, command::SetSpeed,
                             command::SnapView, command::Recentre, command::SetLifeSize,
                             command::SetTable, command::RemoveTable, command::SetPassthrough,
                             command::SetPanel, command::SetIdentity, command::SetSetting,
                             command::ShowSeries, command::ShowLayer,
                             command::SetLayerOpacity, command::SetLayerWindow,
                             command::SetLayerPreset, command::ShowLabel,
                             command::SetLabelOpacity, command::ShowLabels,
                             command::SetLabelsOpacity, command::SetLabelLook, command::Undo,
                             command::Redo, command::Info,
                             command::Snapshot, command::Wait, command::Quit>;

/// Limits that keep a study within sight and reach. A command that sets a value beyond them is
/// refused (invalid_argument); one that changes a value by an amount stops there.
namespace limits {
inline constexpr double position = 10.0;                ///< metres from the scene's origin, each axis
inline constexpr double magnification_smallest = 0.01;
inline constexpr double magnification_largest = 1000.0;
inline constexpr double window = 1e12;                  ///< |centre| and width, the volume's units
inline constexpr double window_narrowest = 1e-9;
inline constexpr double speed = 1000.0;                 ///< times the true rate, either way
inline constexpr double wait = 3600.0;                  ///< seconds
inline constexpr std::size_t clips = 1000;
inline constexpr double table_lowest = 0.0;             ///< metres above the floor
inline constexpr double table_highest = 2.0;
}  // namespace limits

/// Reads one sentence. Words are divided by blanks; one that holds blanks stands in double
/// quotes (with \" and \\ within). What follows an unquoted # at the start of a word is a comment.
/// Numbers are read as they stand; History::apply checks their limits.
/// @throws Error unknown_command, saying what was expected
Command parse_command(std::string_view text);

/// The text form; `parse_command(to_text(c))` gives `c` again, numbers to the last bit.
std::string to_text(const Command& command);

/// Reads a script: one sentence a line, blank lines and `#` comments passed over.
/// @throws Error unknown_command with the line's number, not_found, not_readable
std::vector<Command> read_script(const std::filesystem::path& file);

/// The clips after one of the commands that begin with `clip`; after any other they are the same.
/// @throws Error invalid_argument as require_valid, or where there is no clip of that number, or
///         where there are limits::clips already
std::vector<Clip> clips_after(std::vector<Clip> clips, const Command& command);

/// One line for each command: its form and what it does. For help.
std::vector<std::pair<std::string, std::string>> command_help();

/// The state with which a study is first shown: the preset that suits it best, front to the viewer,
/// large enough to see and small enough to see whole.
/// @param preset  a preset's name, or empty for the one that suits the series best
/// @throws Error unknown_preset
State first_state(const Volume& volume, std::string_view preset = {});

/// The same with an appearance that need not be built in. The command `preset` and its name bring it
/// back. @throws Error as require_drawable
State first_state(const Volume& volume, const Appearance& preset);

/// What a reader did: the present state and the way back. Commands that change nothing that is seen
/// (snapshot, info, wait, quit), and those that a viewer carries out (recentre, set, series), leave it as it
/// is. Panel and identity are no steps to undo.
class History {
 public:
  /// @param volume  the study shown; presets are resolved against it
  /// @param fused   what is drawn with it, whose presets are resolved against its own volumes
  /// @param first   with_fused, where there is any
  explicit History(const Volume& volume, State first, const Fused& fused = {});
  ~History();
  History(History&&) noexcept;
  History& operator=(History&&) noexcept;

  const State& state() const;

  /// Carries out one command. Moves that follow one another within one gesture undo as one.
  /// @param continues_gesture  this command goes on with the move before it
  /// @throws Error unknown_preset, invalid_argument (not finite, outside of limits, no such layer or
  ///         label), unsupported (a technique that what is seen of layers and labels does not go with)
  void apply(const Command& command, bool continues_gesture = false);

  /// Where a viewer first finds the study, which nobody has moved yet: no step to undo, and what
  /// `reset` goes back to. A study that was turned alone turns with it; one that was moved stays.
  /// @pre within limits
  void begin_at(const Pose& pose);

  /// Playing has come to this time point: no step to undo. @pre 1 to State::time_points
  void reached(int time_point);

  bool can_undo() const;
  bool can_redo() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr
