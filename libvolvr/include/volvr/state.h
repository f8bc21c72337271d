// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/clip.h"
#include "volvr/geometry.h"

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
};

/// Rotation that turns `view`'s side to the viewer, head up (anterior up for superior/inferior).
Eigen::Quaterniond scene_from_patient(View view);

/// The whole transform from patient millimetres to scene metres of a study with these bounds.
Eigen::Affine3d scene_from_patient(const Pose& pose, const Eigen::AlignedBox3d& bounds_in_patient);

}  // namespace volvr
