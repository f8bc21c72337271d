// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_gaze.h"

#include <cstring>

#include "xr/openxr_call.h"

namespace volvr::xr {

EyeGaze::EyeGaze(const Instance& instance, XrActionSet set) {
  auto info = typed<XrActionCreateInfo>(XR_TYPE_ACTION_CREATE_INFO);
  std::strcpy(info.actionName, "gaze");
  std::strcpy(info.localizedActionName, "Where the eyes look");
  info.actionType = XR_ACTION_TYPE_POSE_INPUT;
  check(xrCreateAction(set, &info, &action_), "xrCreateAction");
  const XrActionSuggestedBinding binding{action_,
                                         instance.path("/user/eyes_ext/input/gaze_ext/pose")};
  auto suggested =
      typed<XrInteractionProfileSuggestedBinding>(XR_TYPE_INTERACTION_PROFILE_SUGGESTED_BINDING);
  suggested.interactionProfile = instance.path("/interaction_profiles/ext/eye_gaze_interaction");
  suggested.countSuggestedBindings = 1;
  suggested.suggestedBindings = &binding;
  check(xrSuggestInteractionProfileBindings(instance.handle(), &suggested),
        "xrSuggestInteractionProfileBindings");
}

EyeGaze::~EyeGaze() {
  if (gaze_ != XR_NULL_HANDLE) xrDestroySpace(gaze_);
}

void EyeGaze::begin(XrSession session) {
  session_ = session;
  auto info = typed<XrActionSpaceCreateInfo>(XR_TYPE_ACTION_SPACE_CREATE_INFO);
  info.action = action_;
  info.poseInActionSpace.orientation.w = 1.0F;
  check(xrCreateActionSpace(session, &info, &gaze_), "xrCreateActionSpace");
}

std::optional<Eigen::Isometry3d> EyeGaze::read(XrSpace scene, XrTime seen_at) const {
  auto info = typed<XrActionStateGetInfo>(XR_TYPE_ACTION_STATE_GET_INFO);
  info.action = action_;
  auto state = typed<XrActionStatePose>(XR_TYPE_ACTION_STATE_POSE);
  check(xrGetActionStatePose(session_, &info, &state), "xrGetActionStatePose");
  if (state.isActive != XR_TRUE) return std::nullopt;
  return located(gaze_, scene, seen_at);
}

}  // namespace volvr::xr
