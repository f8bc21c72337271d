// SPDX-License-Identifier: Apache-2.0
#include "xr/actions.h"

#include <algorithm>
#include <cstring>

#include "xr/openxr_call.h"

namespace volvr::xr {

namespace {

XrActionType type_of(ActionKind kind) {
  switch (kind) {
    case ActionKind::pose: return XR_ACTION_TYPE_POSE_INPUT;
    case ActionKind::number: return XR_ACTION_TYPE_FLOAT_INPUT;
    case ActionKind::button: return XR_ACTION_TYPE_BOOLEAN_INPUT;
    case ActionKind::stick: return XR_ACTION_TYPE_VECTOR2F_INPUT;
    case ActionKind::vibration: break;
  }
  return XR_ACTION_TYPE_VIBRATION_OUTPUT;
}

template <std::size_t size>
void copy_text(char (&target)[size], std::string_view text) {
  const std::size_t length = std::min(text.size(), size - 1);
  std::memcpy(target, text.data(), length);
  target[length] = '\0';
}

}  // namespace

Actions::Actions(const Instance& instance, XrSession session,
                 const std::vector<BindingFile>& bindings, bool with_gaze)
    : instance_(instance),
      session_(session),
      hand_paths_{instance.path("/user/hand/left"), instance.path("/user/hand/right")} {
  auto info = typed<XrActionSetCreateInfo>(XR_TYPE_ACTION_SET_CREATE_INFO);
  copy_text(info.actionSetName, "volvr");
  copy_text(info.localizedActionSetName, "volvr");
  check(xrCreateActionSet(instance.handle(), &info, &set_), "xrCreateActionSet");
  try {
    make_actions();
    for (const BindingFile& file : bindings) suggest(file);
    if (with_gaze) gaze_.emplace(instance, set_);
    attach_and_make_spaces();
    if (gaze_) gaze_->begin(session);
  } catch (...) {
    gaze_.reset();
    xrDestroyActionSet(set_);
    throw;
  }
}

Actions::~Actions() {
  gaze_.reset();
  for (XrSpace palm : palms_) xrDestroySpace(palm);
  xrDestroyActionSet(set_);
}

void Actions::make_actions() {
  for (std::size_t i = 0; i < action_table.size(); ++i) {
    auto info = typed<XrActionCreateInfo>(XR_TYPE_ACTION_CREATE_INFO);
    copy_text(info.actionName, action_table[i].name);
    copy_text(info.localizedActionName, action_table[i].title);
    info.actionType = type_of(action_table[i].kind);
    info.countSubactionPaths = static_cast<std::uint32_t>(hand_paths_.size());
    info.subactionPaths = hand_paths_.data();
    check(xrCreateAction(set_, &info, &actions_[i]), "xrCreateAction");
  }
}

void Actions::suggest(const BindingFile& file) const {
  std::vector<XrActionSuggestedBinding> suggested;
  for (const Binding& each : file.bindings) {
    suggested.push_back({action(each.action), instance_.path(each.path)});
  }
  auto info = typed<XrInteractionProfileSuggestedBinding>(
      XR_TYPE_INTERACTION_PROFILE_SUGGESTED_BINDING);
  info.interactionProfile = instance_.path(file.profile);
  info.countSuggestedBindings = static_cast<std::uint32_t>(suggested.size());
  info.suggestedBindings = suggested.data();
  const XrResult result = xrSuggestInteractionProfileBindings(instance_.handle(), &info);
  if (result != XR_ERROR_PATH_UNSUPPORTED) check(result, "xrSuggestInteractionProfileBindings");
}

void Actions::attach_and_make_spaces() {
  auto attach = typed<XrSessionActionSetsAttachInfo>(XR_TYPE_SESSION_ACTION_SETS_ATTACH_INFO);
  attach.countActionSets = 1;
  attach.actionSets = &set_;
  check(xrAttachSessionActionSets(session_, &attach), "xrAttachSessionActionSets");
  for (const Hand hand : both_hands) {
    auto info = typed<XrActionSpaceCreateInfo>(XR_TYPE_ACTION_SPACE_CREATE_INFO);
    info.action = action("palm");
    info.subactionPath = hand_paths_[index_of(hand)];
    info.poseInActionSpace.orientation.w = 1.0F;
    check(xrCreateActionSpace(session_, &info, &palms_[index_of(hand)]), "xrCreateActionSpace");
  }
}

XrAction Actions::action(std::string_view name) const {
  const auto at = std::ranges::find(action_table, name, &ActionInfo::name);
  return actions_.at(static_cast<std::size_t>(at - action_table.begin()));
}

XrActionStateGetInfo Actions::query(std::string_view name, Hand hand) const {
  auto info = typed<XrActionStateGetInfo>(XR_TYPE_ACTION_STATE_GET_INFO);
  info.action = action(name);
  info.subactionPath = hand_paths_[index_of(hand)];
  return info;
}

bool Actions::button(std::string_view name, Hand hand) const {
  const XrActionStateGetInfo info = query(name, hand);
  auto state = typed<XrActionStateBoolean>(XR_TYPE_ACTION_STATE_BOOLEAN);
  check(xrGetActionStateBoolean(session_, &info, &state), "xrGetActionStateBoolean");
  return state.isActive == XR_TRUE && state.currentState == XR_TRUE;
}

double Actions::number(std::string_view name, Hand hand) const {
  const XrActionStateGetInfo info = query(name, hand);
  auto state = typed<XrActionStateFloat>(XR_TYPE_ACTION_STATE_FLOAT);
  check(xrGetActionStateFloat(session_, &info, &state), "xrGetActionStateFloat");
  return state.isActive == XR_TRUE ? static_cast<double>(state.currentState) : 0.0;
}

Eigen::Vector2d Actions::stick(std::string_view name, Hand hand) const {
  const XrActionStateGetInfo info = query(name, hand);
  auto state = typed<XrActionStateVector2f>(XR_TYPE_ACTION_STATE_VECTOR2F);
  check(xrGetActionStateVector2f(session_, &info, &state), "xrGetActionStateVector2f");
  if (state.isActive != XR_TRUE) return Eigen::Vector2d::Zero();
  return {state.currentState.x, state.currentState.y};
}

std::optional<Eigen::Isometry3d> Actions::palm(Hand hand, XrSpace scene, XrTime seen_at) const {
  const XrActionStateGetInfo info = query("palm", hand);
  auto state = typed<XrActionStatePose>(XR_TYPE_ACTION_STATE_POSE);
  check(xrGetActionStatePose(session_, &info, &state), "xrGetActionStatePose");
  if (state.isActive != XR_TRUE) return std::nullopt;
  return located(palms_[index_of(hand)], scene, seen_at);
}

std::array<HandInput, 2> Actions::read(XrSpace scene, XrTime seen_at) {
  const XrActiveActionSet active{.actionSet = set_, .subactionPath = XR_NULL_PATH};
  auto sync = typed<XrActionsSyncInfo>(XR_TYPE_ACTIONS_SYNC_INFO);
  sync.countActiveActionSets = 1;
  sync.activeActionSets = &active;
  check(xrSyncActions(session_, &sync), "xrSyncActions");
  std::array<HandInput, 2> hands;
  for (const Hand hand : both_hands) {
    HandInput& input = hands[index_of(hand)];
    input.scene_from_hand = palm(hand, scene, seen_at);
    input.grab = number("grab", hand);
    input.next = button("next", hand);
    input.previous = button("previous", hand);
    input.reset = button("reset", hand);
    input.window = stick("window", hand);
  }
  return hands;
}

std::optional<Eigen::Isometry3d> Actions::read_gaze(XrSpace scene, XrTime seen_at) const {
  return gaze_ ? gaze_->read(scene, seen_at) : std::nullopt;
}

void Actions::vibrate(Hand hand, double strength, double seconds) {
  auto info = typed<XrHapticActionInfo>(XR_TYPE_HAPTIC_ACTION_INFO);
  info.action = action("vibrate");
  info.subactionPath = hand_paths_[index_of(hand)];
  auto vibration = typed<XrHapticVibration>(XR_TYPE_HAPTIC_VIBRATION);
  vibration.amplitude = static_cast<float>(strength);
  vibration.duration = static_cast<XrDuration>(seconds * 1e9);
  vibration.frequency = XR_FREQUENCY_UNSPECIFIED;
  check(xrApplyHapticFeedback(session_, &info,
                              reinterpret_cast<const XrHapticBaseHeader*>(&vibration)),
        "xrApplyHapticFeedback");
}

std::array<std::string, 2> Actions::profiles() const {
  std::array<std::string, 2> names;
  for (const Hand hand : both_hands) {
    auto state = typed<XrInteractionProfileState>(XR_TYPE_INTERACTION_PROFILE_STATE);
    check(xrGetCurrentInteractionProfile(session_, hand_paths_[index_of(hand)], &state),
          "xrGetCurrentInteractionProfile");
    names[index_of(hand)] = instance_.text(state.interactionProfile);
  }
  return names;
}

}  // namespace volvr::xr
