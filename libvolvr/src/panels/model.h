// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/picture.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/voxels_shown.h"

namespace volvr::panels {

/// All texts are UTF-8. Pictures are told apart by their address: a new one is a new object.
using SharedPicture = std::shared_ptr<const Picture>;

/// A way to look at the study.
struct PresetEntry {
  Appearance appearance;       ///< resolved for the study; its name is that of the command
  SharedPicture picture = {};  ///< of the study itself; without one its transfer function is drawn
};

/// One of the series that were offered.
struct SeriesEntry {
  std::string title;   ///< without identity: "CT, series 3"
  std::string detail;  ///< "512 × 512 × 275, 0.78 × 0.78 × 1 mm"
  std::string
      note;  ///< what is going on with it: "Loading, 42 %", "Cannot be shown: ..."; may be empty
  SharedPicture thumbnail = {};
};

struct SeriesList {
  std::vector<SeriesEntry> entries;
  int shown = 0;  ///< number of the one on the screen, from 1; 0: none of them
};

/// A volume that is drawn with the study. How it is seen stands in State::layers.
struct LayerEntry {
  std::string name;                      ///< without identity: "PT, series 2"
  std::string unit = {};                 ///< of its values; may be empty
  std::vector<Appearance> presets = {};  ///< that it can be drawn by, for their names and titles
};

/// One of the labels that are drawn with the study. How it is seen stands in State::labels.
struct LabelEntry {
  std::int64_t label = 0;
  std::string name = {};  ///< may be empty
  Eigen::Vector3d rgb = Eigen::Vector3d::Ones();
};

/// What is drawn with the study, in the order of the state. It stays the same as long as that does.
struct FusedFacts {
  std::vector<LayerEntry> layers = {};
  std::vector<LabelEntry> labels = {};
};

/// What stays the same as long as one study is shown.
struct StudyFacts {
  std::vector<PresetEntry> presets;  ///< those that suit it best first
  double lowest = 0.0;               ///< of its values
  double highest = 1.0;
  std::string unit;              ///< "HU" or empty
  std::vector<float> histogram;  ///< from `lowest` to `highest`, each 0..1; may be empty
  Eigen::AlignedBox3d bounds;    ///< patient, millimetres
  std::string patient;           ///< who it is: shown where State::identity is on alone
  std::string series;            ///< "CT, series 3, 512 × 512 × 275, ...": never with identity
};

/// What one part of a controller, of the mouse or of the keyboard does.
struct ControlLine {
  std::string part;  ///< of an OpenXR input path: "trigger", "squeeze", "thumbstick", "a"; or a key
  std::string title;  ///< "Trigger"
  std::string does;   ///< "Takes the study: it moves and turns with the hand"
};

/// What the display knows of itself.
struct Live {
  bool in_headset = false;
  bool can_show_room = false;  ///< passthrough
  VoxelsShown voxels = {};
  double ray_pixels = 1.0;  ///< side of the square of pixels that one ray stands for
  double step = 1.0;        ///< times the setting render.step
  std::array<std::string, 2> controllers =
      {};                                  ///< interaction profiles, left and right; may be empty
  std::vector<ControlLine> controls = {};  ///< of these controllers, or of mouse and keys
  bool operator==(const Live&) const;
};

/// All that a panel shows. Cheap to copy.
struct Model {
  State state;
  Settings settings;
  std::shared_ptr<const StudyFacts> study = {};
  std::shared_ptr<const SeriesList> series = {};
  std::shared_ptr<const FusedFacts> fused = {};
  bool can_undo = false;
  bool can_redo = false;
  std::string message = {};  ///< the last thing that the reader should know; may be empty
  Live live = {};
};

/// Whether a panel shows the same for both.
bool look_the_same(const Model& a, const Model& b);

}  // namespace volvr::panels
