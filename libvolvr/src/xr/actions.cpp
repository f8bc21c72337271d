// SPDX-License-Identifier: Apache-2.0
#include "xr/actions.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "xr/openxr_call.h"

namespace volvr::xr {

namespace {

XrActionType type_of(ActionKind kind) {
  switch (kind) {
    case ActionKind::pose:
      return XR_ACTION_TYPE_POSE_INPUT;
    case ActionKind::number:
      return XR_ACTION_TYPE_FLOAT_INPUT;
    case ActionKind::button:
      return XR_ACTION_TYPE_BOOLEAN_INPUT;
    case ActionKind::stick:
      return XR_ACTION_TYPE_VECTOR2F_INPUT;
    case ActionKind::vibration:
      break;
  }
  return XR_ACTION_TYPE_VIBRATION_OUTPUT;
}

template <std::size_t size>
void copy_text(char (&target)[size], std::string_view text) {
  const std::size_t length = std::min(text.size(), size - 1);
  std::memcpy(target, text.data(), length);
  target[length] = '\0';
}

// Where a space is, and whether that is known or a guess; nothing where it is neither.
std::optional<Placed> placed(XrSpace space, XrSpace scene, XrTime at) {
  auto location = typed<XrSpaceLocation>(XR_TYPE_SPACE_LOCATION);
  check(xrLocateSpace(space, scene, at, &location), "xrLocateSpace");
  const auto has = [&](XrSpaceLocationFlags flag) {
    return (location.locationFlags & flag) == flag;
  };
  if (!has(XR_SPACE_LOCATION_ORIENTATION_VALID_BIT | XR_SPACE_LOCATION_POSITION_VALID_BIT)) {
    return std::nullopt;
  }
  const Placed result{.scene_from_space = isometry(location.pose),
                      .position_tracked = has(XR_SPACE_LOCATION_POSITION_TRACKED_BIT),
                      .orientation_tracked = has(XR_SPACE_LOCATION_ORIENTATION_TRACKED_BIT)};
  if (!result.scene_from_space.matrix().allFinite()) return std::nullopt;
  return result;
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
    attach();
    if (gaze_) gaze_->begin(session);
    tracker_.emplace(instance, session);
  } catch (...) {
    gaze_.reset();
    xrDestroyActionSet(set_);
    throw;
  }
}

Actions::~Actions() {
  tracker_.reset();
  gaze_.reset();
  for (const auto& spaces : {palms_, aims_}) {
    for (XrSpace space : spaces) xrDestroySpace(space);
  }
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

XrResult Actions::suggest(const std::string& profile,
                          const std::vector<XrActionSuggestedBinding>& bindings) const {
  auto info =
      typed<XrInteractionProfileSuggestedBinding>(XR_TYPE_INTERACTION_PROFILE_SUGGESTED_BINDING);
  info.interactionProfile = instance_.path(profile);
  info.countSuggestedBindings = static_cast<std::uint32_t>(bindings.size());
  info.suggestedBindings = bindings.data();
  const XrResult result = xrSuggestInteractionProfileBindings(instance_.handle(), &info);
  if (result == XR_ERROR_PATH_UNSUPPORTED) return result;
  return check(result, "xrSuggestInteractionProfileBindings");
}

void Actions::suggest(const BindingFile& file) const {
  if (!file.extension.empty() && !instance_.has(file.extension)) return;
  std::vector<XrActionSuggestedBinding> bindings;
  for (const Binding& each : file.bindings) {
    bindings.push_back({action(each.action), instance_.path(each.path)});
  }
  if (suggest(file.profile, bindings) != XR_ERROR_PATH_UNSUPPORTED) return;
  // One path that an older runtime lacks must not cost the whole controller.
  std::erase_if(bindings, [&](const XrActionSuggestedBinding& each) {
    return suggest(file.profile, {each}) == XR_ERROR_PATH_UNSUPPORTED;
  });
  if (!bindings.empty()) suggest(file.profile, bindings);
}

void Actions::attach() {
  auto attach = typed<XrSessionActionSetsAttachInfo>(XR_TYPE_SESSION_ACTION_SETS_ATTACH_INFO);
  attach.countActionSets = 1;
  attach.actionSets = &set_;
  check(xrAttachSessionActionSets(session_, &attach), "xrAttachSessionActionSets");
  make_spaces("palm", palms_);
  make_spaces("aim", aims_);
}

void Actions::make_spaces(std::string_view name, std::array<XrSpace, 2>& spaces) const {
  for (const Hand hand : both_hands) {
    auto info = typed<XrActionSpaceCreateInfo>(XR_TYPE_ACTION_SPACE_CREATE_INFO);
    info.action = action(name);
    info.subactionPath = hand_paths_[index_of(hand)];
    info.poseInActionSpace.orientation.w = 1.0F;
    check(xrCreateActionSpace(session_, &info, &spaces[index_of(hand)]), "xrCreateActionSpace");
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

std::optional<Placed> Actions::pose(std::string_view name, Hand hand, XrSpace scene,
                                    XrTime seen_at) const {
  const XrActionStateGetInfo info = query(name, hand);
  auto state = typed<XrActionStatePose>(XR_TYPE_ACTION_STATE_POSE);
  check(xrGetActionStatePose(session_, &info, &state), "xrGetActionStatePose");
  if (state.isActive != XR_TRUE) return std::nullopt;
  const auto& spaces = name == "aim" ? aims_ : palms_;
  return placed(spaces[index_of(hand)], scene, seen_at);
}

XrPath Actions::current_profile(Hand hand) const {
  auto state = typed<XrInteractionProfileState>(XR_TYPE_INTERACTION_PROFILE_STATE);
  check(xrGetCurrentInteractionProfile(session_, hand_paths_[index_of(hand)], &state),
        "xrGetCurrentInteractionProfile");
  return state.interactionProfile;
}

// The path of a profile is asked for its text when it changes alone.
Profile Actions::profile_of(Hand hand) {
  const XrPath path = current_profile(hand);
  Profile& profile = profiles_[index_of(hand)];
  if (path == XR_NULL_PATH) return Profile::none;
  if (std::exchange(profile_paths_[index_of(hand)], path) != path) {
    profile = is_of_bare_hands(instance_.text(path)) ? Profile::hand : Profile::controller;
  }
  return profile;
}

RawHand Actions::read_hand(Hand hand, XrSpace scene, XrTime seen_at) {
  return {.profile = profile_of(hand),
          .grip = pose("palm", hand, scene, seen_at),
          .aim = pose("aim", hand, scene, seen_at),
          .joints = tracker_->read(hand, scene, seen_at),
          .grab = number("grab", hand),
          .select = number("select", hand),
          .next = button("next", hand),
          .menu = button("menu", hand),
          .recentre = button("recentre", hand),
          .stick = stick("stick", hand),
          .pad = stick("pad", hand),
          .pad_pressed = button("pad_press", hand)};
}

std::array<RawHand, 2> Actions::read(XrSpace scene, XrTime seen_at) {
  const XrActiveActionSet active{.actionSet = set_, .subactionPath = XR_NULL_PATH};
  auto sync = typed<XrActionsSyncInfo>(XR_TYPE_ACTIONS_SYNC_INFO);
  sync.countActiveActionSets = 1;
  sync.activeActionSets = &active;
  check(xrSyncActions(session_, &sync), "xrSyncActions");
  return {read_hand(Hand::left, scene, seen_at), read_hand(Hand::right, scene, seen_at)};
}

std::optional<Eigen::Isometry3d> Actions::read_gaze(XrSpace scene, XrTime seen_at) const {
  return gaze_ ? gaze_->read(scene, seen_at) : std::nullopt;
}

void Actions::vibrate(Hand hand, const Vibration& vibration) {
  auto info = typed<XrHapticActionInfo>(XR_TYPE_HAPTIC_ACTION_INFO);
  info.action = action("vibrate");
  info.subactionPath = hand_paths_[index_of(hand)];
  auto buzz = typed<XrHapticVibration>(XR_TYPE_HAPTIC_VIBRATION);
  buzz.amplitude = static_cast<float>(vibration.amplitude);
  buzz.duration = static_cast<XrDuration>(vibration.seconds * 1e9);
  buzz.frequency = static_cast<float>(vibration.frequency);
  check(xrApplyHapticFeedback(session_, &info, reinterpret_cast<const XrHapticBaseHeader*>(&buzz)),
        "xrApplyHapticFeedback");
}

std::array<std::string, 2> Actions::profiles() const {
  return {instance_.text(current_profile(Hand::left)),
          instance_.text(current_profile(Hand::right))};
}

}  // namespace volvr::xr
