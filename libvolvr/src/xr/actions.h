// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "xr/action_table.h"
#include "xr/binding_file.h"
#include "xr/eye_gaze.h"
#include "xr/hand_tracker.h"
#include "xr/haptics.h"
#include "xr/input.h"
#include "xr/instance.h"
#include "xr/raw_hand.h"

namespace volvr::xr {

/// The hands as the runtime tells of them.
class Actions {
 public:
  /// Makes the actions, suggests the bindings (a profile that the runtime does not know is passed
  /// over, and so is a path) and attaches them to the session.
  /// @param with_gaze  asks for the eyes' gaze, too; the headset must be able to track it
  Actions(const Instance& instance, XrSession session, const std::vector<BindingFile>& bindings,
          bool with_gaze);
  ~Actions();
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  /// What the runtime says of the hands, with places as they will be at `seen_at`. Buttons that are
  /// not there are not held. `Hands` makes something of it.
  std::array<RawHand, 2> read(XrSpace scene, XrTime seen_at);

  /// Where the eyes look (EyeGaze), as of the last `read`; nothing where nobody tracks them.
  std::optional<Eigen::Isometry3d> read_gaze(XrSpace scene, XrTime seen_at) const;

  /// A short buzz; controllers without a motor ignore it.
  void vibrate(Hand hand, const Vibration& vibration);

  /// The interaction profile of each hand's controller; empty without one.
  std::array<std::string, 2> profiles() const;

 private:
  XrAction action(std::string_view name) const;
  XrActionStateGetInfo query(std::string_view name, Hand hand) const;
  bool button(std::string_view name, Hand hand) const;
  double number(std::string_view name, Hand hand) const;
  Eigen::Vector2d stick(std::string_view name, Hand hand) const;
  std::optional<Placed> pose(std::string_view name, Hand hand, XrSpace scene, XrTime seen_at) const;
  RawHand read_hand(Hand hand, XrSpace scene, XrTime seen_at);
  Profile profile_of(Hand hand);
  XrPath current_profile(Hand hand) const;
  void make_actions();
  void suggest(const BindingFile& file) const;
  XrResult suggest(const std::string& profile,
                   const std::vector<XrActionSuggestedBinding>& bindings) const;
  void attach();
  void make_spaces(std::string_view name, std::array<XrSpace, 2>& spaces) const;

  const Instance& instance_;
  XrSession session_;
  XrActionSet set_ = XR_NULL_HANDLE;
  std::array<XrAction, action_table.size()> actions_{};
  std::array<XrPath, 2> hand_paths_{};
  std::array<XrSpace, 2> palms_{};
  std::array<XrSpace, 2> aims_{};
  std::array<XrPath, 2> profile_paths_{};  ///< of `profiles_`
  std::array<Profile, 2> profiles_{};
  std::optional<EyeGaze> gaze_;
  std::optional<HandTracker> tracker_;
};

}  // namespace volvr::xr
