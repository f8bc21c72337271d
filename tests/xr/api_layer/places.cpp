// SPDX-License-Identifier: Apache-2.0
//
// Where head and hands are, and for what time the program asked; tracking that is lost on order.
#include "functions.h"
#include "names.h"
#include "pass.h"

namespace volvr::layer {

namespace {

constexpr XrSpaceLocationFlags tracked =
    XR_SPACE_LOCATION_ORIENTATION_TRACKED_BIT | XR_SPACE_LOCATION_POSITION_TRACKED_BIT;

// The bits of views and of spaces are the same.
static_assert(tracked ==
              (XR_VIEW_STATE_ORIENTATION_TRACKED_BIT | XR_VIEW_STATE_POSITION_TRACKED_BIT));

XrFlags64 known_of(XrFlags64 flags, Tracking tracking) {
  switch (tracking) {
    case Tracking::full:
      return flags;
    case Tracking::valid:
      return flags & ~tracked;
    case Tracking::lost:
      break;
  }
  return 0;
}

Owner hand_of(std::string_view path) {
  if (path.starts_with("/user/hand/left")) return "left";
  if (path.starts_with("/user/hand/right")) return "right";
  return std::string(path);
}

}  // namespace

XrResult XRAPI_CALL enumerate_reference_spaces(XrSession session, std::uint32_t capacity,
                                               std::uint32_t* count, XrReferenceSpaceType* kinds) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrEnumerateReferenceSpaces", true)) return *failed;
  const auto locked = layer.lock();
  if (!layer.orders.spaces.empty()) return answer(layer.orders.spaces, capacity, count, kinds);
  return Pass<"xrEnumerateReferenceSpaces", PFN_xrEnumerateReferenceSpaces>::below(
      session, capacity, count, kinds);
}

XrResult XRAPI_CALL create_reference_space(XrSession session,
                                           const XrReferenceSpaceCreateInfo* info, XrSpace* space) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrCreateReferenceSpace", true)) return *failed;
  const auto locked = layer.lock();
  const XrReferenceSpaceType kind = info->referenceSpaceType;
  const auto& offered = layer.orders.spaces;
  XrResult result = XR_ERROR_REFERENCE_SPACE_UNSUPPORTED;
  if (offered.empty() || std::ranges::find(offered, kind) != offered.end()) {
    result =
        Pass<"xrCreateReferenceSpace", PFN_xrCreateReferenceSpace>::below(session, info, space);
  }
  const Owner owner = kind == XR_REFERENCE_SPACE_TYPE_VIEW ? "head" : name_of(kind);
  if (XR_SUCCEEDED(result)) layer.spaces[*space] = owner;
  const XrVector3f& at = info->poseInReferenceSpace.position;
  layer.journal.write({{"call", "xrCreateReferenceSpace"},
                       {"space", name_of(kind)},
                       {"position", {at.x, at.y, at.z}},
                       {"result", name_of(result)}});
  return result;
}

XrResult XRAPI_CALL create_action(XrActionSet set, const XrActionCreateInfo* info,
                                  XrAction* action) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrCreateAction", false)) return *failed;
  const XrResult result = Pass<"xrCreateAction", PFN_xrCreateAction>::below(set, info, action);
  const auto locked = layer.lock();
  if (XR_SUCCEEDED(result)) layer.actions[*action] = info->actionName;
  return result;
}

XrResult XRAPI_CALL create_action_space(XrSession session, const XrActionSpaceCreateInfo* info,
                                        XrSpace* space) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrCreateActionSpace", true)) return *failed;
  const XrResult result =
      Pass<"xrCreateActionSpace", PFN_xrCreateActionSpace>::below(session, info, space);
  const Owner owner = hand_of(layer.text(info->subactionPath));
  const auto locked = layer.lock();
  if (XR_SUCCEEDED(result)) {
    layer.spaces[*space] = owner.empty() ? layer.actions[info->action] : owner;
  }
  return result;
}

XrResult XRAPI_CALL destroy_space(XrSpace space) {
  Layer& layer = Layer::get();
  {
    const auto locked = layer.lock();
    layer.spaces.erase(space);
  }
  return Pass<"xrDestroySpace", PFN_xrDestroySpace>::below(space);
}

XrResult XRAPI_CALL locate_space(XrSpace space, XrSpace base, XrTime at,
                                 XrSpaceLocation* location) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrLocateSpace", true)) return *failed;
  const XrResult result =
      Pass<"xrLocateSpace", PFN_xrLocateSpace>::below(space, base, at, location);
  const auto locked = layer.lock();
  const Owner& owner = layer.spaces[space];
  if (XR_SUCCEEDED(result)) {
    location->locationFlags = known_of(location->locationFlags, layer.orders.tracking_of(owner));
  }
  layer.journal.write({{"call", "xrLocateSpace"},
                       {"of", owner},
                       {"in", layer.spaces[base]},
                       {"time", at},
                       {"flags", location->locationFlags},
                       {"result", name_of(result)}});
  return result;
}

XrResult XRAPI_CALL locate_views(XrSession session, const XrViewLocateInfo* info,
                                 XrViewState* state, std::uint32_t capacity, std::uint32_t* count,
                                 XrView* views) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrLocateViews", true)) return *failed;
  const XrResult result =
      Pass<"xrLocateViews", PFN_xrLocateViews>::below(session, info, state, capacity, count, views);
  const auto locked = layer.lock();
  if (XR_SUCCEEDED(result)) {
    state->viewStateFlags = known_of(state->viewStateFlags, layer.orders.tracking_of("head"));
  }
  layer.journal.write({{"call", "xrLocateViews"},
                       {"time", info->displayTime},
                       {"in", layer.spaces[info->space]},
                       {"flags", state->viewStateFlags},
                       {"result", name_of(result)}});
  return result;
}

XrResult XRAPI_CALL sync_actions(XrSession session, const XrActionsSyncInfo* info) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrSyncActions", true)) return *failed;
  const XrResult result = Pass<"xrSyncActions", PFN_xrSyncActions>::below(session, info);
  const auto locked = layer.lock();
  layer.journal.write({{"call", "xrSyncActions"}, {"result", name_of(result)}});
  return result;
}

XrResult XRAPI_CALL create_hand_tracker(XrSession session, const XrHandTrackerCreateInfoEXT* info,
                                        XrHandTrackerEXT* tracker) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrCreateHandTrackerEXT", true)) return *failed;
  const XrResult result =
      Pass<"xrCreateHandTrackerEXT", PFN_xrCreateHandTrackerEXT>::below(session, info, tracker);
  const auto locked = layer.lock();
  if (XR_SUCCEEDED(result)) {
    layer.hand_trackers[*tracker] = info->hand == XR_HAND_LEFT_EXT ? "left" : "right";
  }
  return result;
}

XrResult XRAPI_CALL locate_hand_joints(XrHandTrackerEXT tracker,
                                       const XrHandJointsLocateInfoEXT* info,
                                       XrHandJointLocationsEXT* joints) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrLocateHandJointsEXT", true)) return *failed;
  const XrResult result =
      Pass<"xrLocateHandJointsEXT", PFN_xrLocateHandJointsEXT>::below(tracker, info, joints);
  const auto locked = layer.lock();
  const Owner& owner = layer.hand_trackers[tracker];
  const Tracking tracking = layer.orders.tracking_of(owner);
  if (XR_SUCCEEDED(result)) {
    if (tracking == Tracking::lost) joints->isActive = XR_FALSE;
    for (std::uint32_t at = 0; at < joints->jointCount; ++at) {
      XrSpaceLocationFlags& flags = joints->jointLocations[at].locationFlags;
      flags = known_of(flags, tracking);
    }
  }
  layer.journal.write({{"call", "xrLocateHandJointsEXT"},
                       {"of", owner},
                       {"time", info->time},
                       {"active", joints->isActive == XR_TRUE},
                       {"result", name_of(result)}});
  return result;
}

}  // namespace volvr::layer
