// SPDX-License-Identifier: Apache-2.0
#include "xr/hand_tracker.h"

#include <algorithm>

#include "xr/openxr_call.h"

namespace volvr::xr {

static_assert(joint_count == XR_HAND_JOINT_COUNT_EXT);
static_assert(static_cast<int>(JointName::wrist) == XR_HAND_JOINT_WRIST_EXT);
static_assert(static_cast<int>(JointName::thumb_tip) == XR_HAND_JOINT_THUMB_TIP_EXT);
static_assert(static_cast<int>(JointName::index_proximal) == XR_HAND_JOINT_INDEX_PROXIMAL_EXT);
static_assert(static_cast<int>(JointName::little_tip) == XR_HAND_JOINT_LITTLE_TIP_EXT);

HandTracker::HandTracker(const Instance& instance, XrSession session) {
  if (!instance.has(XR_EXT_HAND_TRACKING_EXTENSION_NAME)) return;
  const auto create = instance.function<PFN_xrCreateHandTrackerEXT>("xrCreateHandTrackerEXT");
  destroy_ = instance.function<PFN_xrDestroyHandTrackerEXT>("xrDestroyHandTrackerEXT");
  locate_ = instance.function<PFN_xrLocateHandJointsEXT>("xrLocateHandJointsEXT");
  for (const Hand hand : both_hands) {
    auto info = typed<XrHandTrackerCreateInfoEXT>(XR_TYPE_HAND_TRACKER_CREATE_INFO_EXT);
    info.hand = hand == Hand::left ? XR_HAND_LEFT_EXT : XR_HAND_RIGHT_EXT;
    info.handJointSet = XR_HAND_JOINT_SET_DEFAULT_EXT;
    XrHandTrackerEXT tracker = XR_NULL_HANDLE;
    const XrResult result = create(session, &info, &tracker);
    if (result == XR_ERROR_FEATURE_UNSUPPORTED) continue;  // by this headset
    check(result, "xrCreateHandTrackerEXT");
    trackers_[index_of(hand)] = tracker;
  }
}

HandTracker::~HandTracker() {
  for (const XrHandTrackerEXT tracker : trackers_) {
    if (tracker != XR_NULL_HANDLE) destroy_(tracker);
  }
}

std::optional<HandJoints> HandTracker::read(Hand hand, XrSpace scene, XrTime seen_at) const {
  const XrHandTrackerEXT tracker = trackers_[index_of(hand)];
  if (tracker == XR_NULL_HANDLE) return std::nullopt;
  auto info = typed<XrHandJointsLocateInfoEXT>(XR_TYPE_HAND_JOINTS_LOCATE_INFO_EXT);
  info.baseSpace = scene;
  info.time = seen_at;
  std::array<XrHandJointLocationEXT, joint_count> found{};
  auto locations = typed<XrHandJointLocationsEXT>(XR_TYPE_HAND_JOINT_LOCATIONS_EXT);
  locations.jointCount = static_cast<std::uint32_t>(found.size());
  locations.jointLocations = found.data();
  check(locate_(tracker, &info, &locations), "xrLocateHandJointsEXT");
  if (locations.isActive != XR_TRUE) return std::nullopt;

  HandJoints joints;
  constexpr XrSpaceLocationFlags known =
      XR_SPACE_LOCATION_ORIENTATION_VALID_BIT | XR_SPACE_LOCATION_POSITION_VALID_BIT;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if ((found[i].locationFlags & known) != known) return std::nullopt;
    joints.joints[i] = {isometry(found[i].pose), static_cast<double>(found[i].radius)};
    if (!joints.joints[i].scene_from_joint.matrix().allFinite()) return std::nullopt;
  }
  // Single fingers may be guessed while others hide them; a guessed palm is a guessed hand.
  constexpr XrSpaceLocationFlags tracked =
      XR_SPACE_LOCATION_ORIENTATION_TRACKED_BIT | XR_SPACE_LOCATION_POSITION_TRACKED_BIT;
  const XrSpaceLocationFlags palm = found[XR_HAND_JOINT_PALM_EXT].locationFlags;
  if ((palm & tracked) != tracked) return std::nullopt;
  return joints;
}

}  // namespace volvr::xr
