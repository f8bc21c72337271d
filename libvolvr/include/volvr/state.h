// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/clip.h"
#include "volvr/geometry.h"
#include "volvr/layers.h"

namespace volvr {

/// Where the study is in the scene, as a similarity (no shear, one scale).
///
/// Frames: `patient` as in geometry.h, millimetres LPS; `scene` is metres, right-handed, +x to the
/// viewer's right, +y up, the viewer looking along -z, the floor at y = 0 (OpenXR's STAGE space).
/// The middle of the study's bounds lands on `position`.
struct Pose {
  Eigen::Vector3d position{0.0, 1.3, -0.7};                              ///< scene, metres
  Eigen::Quaterniond scene_from_patient = Eigen::Quaterniond::Identity();  ///< rotation alone
  double magnification = 1.0;  ///< 1 is life size
};

/// The side of the patient that faces the viewer.
enum class View { anterior, posterior, left, right, superior, inferior };

/// The names in commands and options, in the order of the enumerators.
std::span<const std::string_view> view_names();
std::string_view to_string(View view);

/// @throws Error invalid_argument, naming the nearest names
View view_named(std::string_view name);

/// How a volume that is drawn with the study is seen (layers.h).
struct LayerState {
  std::string preset;     ///< name of the preset that `appearance` began as
  Appearance appearance;  ///< resolved for its volume; its technique is one that can be fused
  Window window;          ///< the window in force
  double opacity = 1.0;   ///< 0..1
  bool visible = true;
  bool operator==(const LayerState&) const = default;
};

/// How one label is seen; its name and colour stay those of its LabelStyle.
struct LabelState {
  std::int64_t label = 0;
  double opacity = 1.0;  ///< 0..1
  bool visible = true;
  bool operator==(const LabelState&) const = default;
};

/// One for each style of the labels, in their order. There may be many: shared until one changes.
using LabelStates = std::shared_ptr<const std::vector<LabelState>>;

/// All that a reader sees, as one plain value. It changes by commands alone (command.h).
struct State {
  std::string preset;       ///< name of the preset that `appearance` began as
  Appearance appearance;    ///< resolved for the volume: absolute scale, at its own window
  Window window;            ///< the window in force
  Technique technique = Technique::composite;
  Pose pose;
  bool shade = true;
  std::vector<Clip> clips;  ///< what is left of the study is left by all of them
  int time_point = 1;       ///< which of the volumes that follow each other in time, from 1
  int time_points = 1;      ///< how many there are
  bool playing = false;     ///< one follows the other by the clock
  double play_speed = 1.0;  ///< 1 is the true rate; below 0 backwards
  bool life_size = false;   ///< locked at magnification 1
  std::optional<double> table;  ///< height of the table top above the floor, scene metres
  bool passthrough = false;     ///< the room is wanted behind the study
  bool panel = false;           ///< open
  bool identity = false;        ///< panels say who the patient is
  std::vector<LayerState> layers;  ///< of what is drawn with the study, in the order of Fused
  LabelStates labels;              ///< null where there are none
  LabelLook label_look = LabelLook::bodies;
};

/// The state in which layers and labels are seen as they were given.
/// @throws Error as resolve
State with_fused(State state, const Fused& fused);

/// Whether a layer or a label is seen: it is visible, and its opacity is above 0.
bool shows_fused(const State& state);

/// Whether the same labels are seen, equally well.
bool same(const LabelStates& a, const LabelStates& b);

/// Rotation that turns `view`'s side to the viewer, head up (anterior up for superior/inferior).
Eigen::Quaterniond scene_from_patient(View view);

/// The whole transform from patient millimetres to scene metres of a study with these bounds.
Eigen::Affine3d scene_from_patient(const Pose& pose, const Eigen::AlignedBox3d& bounds_in_patient);

}  // namespace volvr
