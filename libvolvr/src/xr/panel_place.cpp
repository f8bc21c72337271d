// SPDX-License-Identifier: Apache-2.0
#include "xr/panel_place.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/signs.h"

namespace volvr::xr {

namespace {

constexpr double radians = std::numbers::pi / 180.0;
constexpr double aside = 36.0 * radians;  // the study lies straight ahead
constexpr double below = 12.0 * radians;  // where eyes rest
constexpr double above_hand = 0.16;       // metres, of a panel that is carried
constexpr double nearest = 0.15;          // metres from the eyes
constexpr double finger_reach = 0.08;     // metres
constexpr double press_ends_at = 0.008;   // metres before the panel
constexpr double tiny = 1e-6;

Eigen::Isometry3d facing(const Eigen::Vector3d& place, const Eigen::Vector3d& eyes) {
  return Eigen::Isometry3d(render::scene_from_sign({place, eyes, 1.0}).matrix());
}

std::optional<PanelSpot> spot_at(const PanelPlace& place, const Eigen::Vector3d& in_panel,
                                 double distance) {
  const Eigen::Vector2d at(0.5 + in_panel.x() / place.width, 0.5 - in_panel.y() / place.height);
  if ((at.array() < 0.0).any() || (at.array() > 1.0).any()) return std::nullopt;
  return PanelSpot{at, distance};
}

// The tip of what touches: of the index finger, or of what a controller points with.
std::optional<Eigen::Vector3d> fingertip(const HandInput& hand) {
  if (hand.kind == HandKind::bare && hand.look.joints)
    return hand.look.joints->place(JointName::index_tip);
  if (hand.kind == HandKind::controller && hand.scene_from_aim) {
    return hand.scene_from_aim->translation();
  }
  return std::nullopt;
}

}  // namespace

bool is_seen_from_before(const PanelPlace& place, const EyeViews& views) {
  return std::ranges::all_of(views, [&](const EyeView& view) {
    return (place.scene_from_panel.inverse() * view.scene_from_eye.translation()).z() > 0.0;
  });
}

PanelPlace floating_place(const Eigen::Isometry3d& scene_from_head, Hand dominant, double width,
                          double height, double distance) {
  const Eigen::Vector3d eyes = scene_from_head.translation();
  const Eigen::Vector3d ahead = -scene_from_head.linear().col(2);
  const double yaw =
      std::atan2(-ahead.x(), -ahead.z()) + (dominant == Hand::right ? aside : -aside);
  const Eigen::Vector3d way =
      Eigen::AngleAxisd(yaw, Eigen::Vector3d::UnitY()) *
      (Eigen::AngleAxisd(-below, Eigen::Vector3d::UnitX()) * Eigen::Vector3d(0.0, 0.0, -distance));
  return {facing(eyes + way, eyes), width, height};
}

PanelPlace wrist_place(const Eigen::Isometry3d& scene_from_head,
                       const Eigen::Isometry3d& scene_from_hand, double width, double height,
                       double distance) {
  const Eigen::Vector3d eyes = scene_from_head.translation();
  Eigen::Vector3d place = scene_from_hand.translation();
  place.y() += above_hand;
  const double scale = std::max(nearest, (place - eyes).norm()) / distance;
  place.y() += 0.5 * height * scale;
  return {facing(place, eyes), width * scale, height * scale};
}

std::optional<PanelSpot> spot_of_laser(const PanelPlace& place,
                                       const Eigen::Isometry3d& scene_from_aim) {
  const Eigen::Isometry3d panel_from_aim = place.scene_from_panel.inverse() * scene_from_aim;
  const Eigen::Vector3d from = panel_from_aim.translation();
  const Eigen::Vector3d along = -panel_from_aim.linear().col(2);
  if (from.z() <= 0.0 || along.z() >= -tiny) return std::nullopt;
  const double distance = -from.z() / along.z();
  return spot_at(place, from + distance * along, distance);
}

std::optional<PanelSpot> spot_of_finger(const PanelPlace& place,
                                        const Eigen::Vector3d& finger_in_scene, double reach) {
  const Eigen::Vector3d in_panel = place.scene_from_panel.inverse() * finger_in_scene;
  if (std::abs(in_panel.z()) > reach) return std::nullopt;
  return spot_at(place, in_panel, in_panel.z());
}

PanelHands hands_at(const PanelPlace& place, const Input& input) {
  PanelHands hands;
  for (const Hand hand : both_hands) {
    const std::size_t i = index_of(hand);
    const HandInput& now = input.hand(hand);
    if (now.scene_from_aim) {
      hands.spots[i] = spot_of_laser(place, *now.scene_from_aim);
      if (hands.spots[i]) hands.lasers[i] = hands.spots[i]->distance;
    }
    if (const auto tip = fingertip(now)) {
      if (const auto spot = spot_of_finger(place, *tip, finger_reach)) {
        hands.spots[i] = spot;
        hands.fingers[i] = true;
      }
    }
    hands.on_panel[i] = hands.spots[i].has_value();
  }
  return hands;
}

bool FingerPress::step(const std::optional<PanelSpot>& spot) {
  if (!spot) {
    was_before_ = presses_ = false;
    return false;
  }
  const bool is_before = spot->distance > press_ends_at;
  presses_ = !is_before && (presses_ || (was_before_ && spot->distance <= 0.0));
  was_before_ = was_before_ || is_before;
  return presses_;
}

}  // namespace volvr::xr
