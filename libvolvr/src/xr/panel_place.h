// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <optional>

#include "xr/eye_view.h"
#include "xr/input.h"

namespace volvr::xr {

/// A flat panel in the scene.
struct PanelPlace {
  /// x to its right, y up, z to who reads it; its middle is the origin.
  Eigen::Isometry3d scene_from_panel = Eigen::Isometry3d::Identity();
  double width = 0.0;  ///< metres
  double height = 0.0;
};

/// Whether both eyes see the panel's face.
bool is_seen_from_before(const PanelPlace& place, const EyeViews& views);

/// A floating panel: at this distance from the eyes and square to them, a little below, beside what
/// lies straight ahead, on the side of the hand that does not work it.
/// @param scene_from_head  looking along -z
/// @param distance         metres
PanelPlace floating_place(const Eigen::Isometry3d& scene_from_head, Hand dominant, double width,
                          double height, double distance);

/// A panel that is carried like a watch: above the hand, square to the eyes, and smaller by as much
/// as it is nearer, so that its letters are seen as large.
/// @param scene_from_hand  the palm
/// @param distance         at which width and height are meant, metres
PanelPlace wrist_place(const Eigen::Isometry3d& scene_from_head,
                       const Eigen::Isometry3d& scene_from_hand, double width, double height,
                       double distance);

/// Where something is on a panel.
struct PanelSpot {
  Eigen::Vector2d at;     ///< parts of width and height from the upper left corner, 0..1
  double distance = 0.0;  ///< metres: of a laser's way, or before the panel; behind it below 0
};

/// What a laser meets, coming from before the panel.
/// @param scene_from_aim  looking along -z
std::optional<PanelSpot> spot_of_laser(const PanelPlace& place,
                                       const Eigen::Isometry3d& scene_from_aim);

/// Where a finger is near the panel: up to `reach` before it or behind it.
std::optional<PanelSpot> spot_of_finger(const PanelPlace& place,
                                        const Eigen::Vector3d& finger_in_scene, double reach);

/// How the hands are at a panel in a frame.
struct PanelHands {
  std::array<bool, 2> on_panel{};                   ///< by laser or finger
  std::array<std::optional<double>, 2> lasers{};    ///< lengths to the panel, metres
  std::array<std::optional<PanelSpot>, 2> spots{};  ///< a finger's goes before the laser's
  std::array<bool, 2> fingers{};                    ///< the spot is a finger's
};

PanelHands hands_at(const PanelPlace& place, const Input& input);

/// A finger presses from when it comes through the panel from before it until it is before it
/// again.
class FingerPress {
 public:
  /// @param spot  of a finger; nothing where there is none
  bool step(const std::optional<PanelSpot>& spot);

 private:
  bool was_before_ = false;
  bool presses_ = false;
};

}  // namespace volvr::xr
