// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "xr/action_table.h"

namespace volvr::test {

enum class OfHand { both, left, right };

/// A part of a controller that an action may be bound to.
struct Component {
  std::string_view path;  ///< below "/user/hand/left/"
  xr::ActionKind kind;
  OfHand hand = OfHand::both;
};

struct ProfileFacts {
  std::string_view profile;    ///< below "/interaction_profiles/"
  std::string_view extension;  ///< that brings it; empty: it is in version 1.0
  std::vector<Component> components;
};

/// The parts of each controller, from the registry of OpenXR 1.1 (xr.xml of 1.1.62); those for the
/// system alone, those that tell of a touch, and single axes are left out.
inline const std::vector<ProfileFacts>& profile_facts() {
  using enum xr::ActionKind;
  using enum OfHand;
  static const std::vector<ProfileFacts> facts{
      {"khr/simple_controller",
       "",
       {{"input/select/click", button},
        {"input/menu/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"oculus/touch_controller",
       "",
       {{"input/x/click", button, left},
        {"input/y/click", button, left},
        {"input/menu/click", button, left},
        {"input/a/click", button, right},
        {"input/b/click", button, right},
        {"input/squeeze/value", number},
        {"input/trigger/value", number},
        {"input/thumbstick", stick},
        {"input/thumbstick/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"valve/index_controller",
       "",
       {{"input/a/click", button},
        {"input/b/click", button},
        {"input/squeeze/value", number},
        {"input/trigger/click", button},
        {"input/trigger/value", number},
        {"input/thumbstick", stick},
        {"input/thumbstick/click", button},
        {"input/trackpad", stick},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"htc/vive_controller",
       "",
       {{"input/squeeze/click", button},
        {"input/menu/click", button},
        {"input/trigger/click", button},
        {"input/trigger/value", number},
        {"input/trackpad", stick},
        {"input/trackpad/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"microsoft/motion_controller",
       "",
       {{"input/menu/click", button},
        {"input/squeeze/click", button},
        {"input/trigger/value", number},
        {"input/thumbstick", stick},
        {"input/thumbstick/click", button},
        {"input/trackpad", stick},
        {"input/trackpad/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"hp/mixed_reality_controller",
       "XR_EXT_hp_mixed_reality_controller",
       {{"input/x/click", button, left},
        {"input/y/click", button, left},
        {"input/a/click", button, right},
        {"input/b/click", button, right},
        {"input/menu/click", button},
        {"input/squeeze/value", number},
        {"input/trigger/value", number},
        {"input/thumbstick", stick},
        {"input/thumbstick/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"bytedance/pico_neo3_controller",
       "XR_BD_controller_interaction",
       {{"input/x/click", button, left},
        {"input/y/click", button, left},
        {"input/a/click", button, right},
        {"input/b/click", button, right},
        {"input/menu/click", button},
        {"input/squeeze/click", button},
        {"input/squeeze/value", number},
        {"input/trigger/click", button},
        {"input/trigger/value", number},
        {"input/thumbstick", stick},
        {"input/thumbstick/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"bytedance/pico4_controller",
       "XR_BD_controller_interaction",
       {{"input/x/click", button, left},
        {"input/y/click", button, left},
        {"input/menu/click", button, left},
        {"input/a/click", button, right},
        {"input/b/click", button, right},
        {"input/squeeze/click", button},
        {"input/squeeze/value", number},
        {"input/trigger/click", button},
        {"input/trigger/value", number},
        {"input/thumbstick", stick},
        {"input/thumbstick/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"htc/vive_focus3_controller",
       "XR_HTC_vive_focus3_controller_interaction",
       {{"input/x/click", button, left},
        {"input/y/click", button, left},
        {"input/menu/click", button, left},
        {"input/a/click", button, right},
        {"input/b/click", button, right},
        {"input/squeeze/click", button},
        {"input/squeeze/value", number},
        {"input/trigger/click", button},
        {"input/trigger/value", number},
        {"input/thumbstick", stick},
        {"input/thumbstick/click", button},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"output/haptic", vibration}}},
      {"ext/hand_interaction_ext",
       "XR_EXT_hand_interaction",
       {{"input/pinch_ext/pose", pose},
        {"input/poke_ext/pose", pose},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose},
        {"input/pinch_ext/value", number},
        {"input/grasp_ext/value", number},
        {"input/aim_activate_ext/value", number}}},
      {"microsoft/hand_interaction",
       "XR_MSFT_hand_interaction",
       {{"input/select/value", number},
        {"input/squeeze/value", number},
        {"input/grip/pose", pose},
        {"input/aim/pose", pose}}},
  };
  return facts;
}

}  // namespace volvr::test
