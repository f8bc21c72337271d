// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <array>
#include <optional>

#include "xr/hand_joints.h"
#include "xr/input.h"
#include "xr/instance.h"

namespace volvr::xr {

/// The joints of both hands, as the runtime tracks them: extension XR_EXT_hand_tracking (OpenXR 1.1
/// specification, section 12.56). Where runtime or headset track no hands, there are none.
class HandTracker {
 public:
  HandTracker(const Instance& instance, XrSession session);
  ~HandTracker();
  HandTracker(const HandTracker&) = delete;
  HandTracker& operator=(const HandTracker&) = delete;

  /// The joints in the scene (metres) at `seen_at`; nothing while the hand is not tracked, or where
  /// the place of a joint is not known.
  std::optional<HandJoints> read(Hand hand, XrSpace scene, XrTime seen_at) const;

 private:
  std::array<XrHandTrackerEXT, 2> trackers_{};
  PFN_xrDestroyHandTrackerEXT destroy_ = nullptr;
  PFN_xrLocateHandJointsEXT locate_ = nullptr;
};

}  // namespace volvr::xr
