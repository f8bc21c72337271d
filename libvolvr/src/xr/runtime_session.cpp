// SPDX-License-Identifier: Apache-2.0
#include "xr/runtime_session.h"

#include <algorithm>
#include <array>
#include <utility>

#include "volvr/error.h"
#include "xr/openxr_call.h"

namespace volvr::xr {

namespace {

constexpr auto stereo = XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO;

SessionState state_of(XrSessionState state) {
  switch (state) {
    case XR_SESSION_STATE_IDLE: return SessionState::idle;
    case XR_SESSION_STATE_READY: return SessionState::ready;
    case XR_SESSION_STATE_SYNCHRONIZED: return SessionState::synchronized;
    case XR_SESSION_STATE_VISIBLE: return SessionState::visible;
    case XR_SESSION_STATE_FOCUSED: return SessionState::focused;
    case XR_SESSION_STATE_STOPPING: return SessionState::stopping;
    case XR_SESSION_STATE_LOSS_PENDING: return SessionState::loss_pending;
    case XR_SESSION_STATE_EXITING: return SessionState::exiting;
    default: return SessionState::unknown;
  }
}

}  // namespace

RuntimeSession::RuntimeSession(const Instance& instance, XrSystemId headset)
    : instance_(instance),
      xr_views_(2, typed<XrView>(XR_TYPE_VIEW)) {
  require_graphics(instance.handle(), headset);
  recommended_size_ = find_recommended_size(headset);
  blend_mode_ = find_blend_mode(headset);
  auto info = typed<XrSessionCreateInfo>(XR_TYPE_SESSION_CREATE_INFO);
  info.next = binding_.next();
  info.systemId = headset;
  check(xrCreateSession(instance.handle(), &info, &session_), "xrCreateSession");
  try {
    scene_ = make_scene_space();
  } catch (...) {
    xrDestroySession(session_);
    throw;
  }
}

RuntimeSession::~RuntimeSession() {
  xrDestroySpace(scene_);
  xrDestroySession(session_);
}

EyeSize RuntimeSession::find_recommended_size(XrSystemId headset) const {
  std::array views{typed<XrViewConfigurationView>(XR_TYPE_VIEW_CONFIGURATION_VIEW),
                   typed<XrViewConfigurationView>(XR_TYPE_VIEW_CONFIGURATION_VIEW)};
  std::uint32_t count = 0;
  check(xrEnumerateViewConfigurationViews(instance_.handle(), headset, stereo, 2, &count,
                                          views.data()),
        "xrEnumerateViewConfigurationViews");
  return {static_cast<int>(views[0].recommendedImageRectWidth),
          static_cast<int>(views[0].recommendedImageRectHeight)};
}

XrEnvironmentBlendMode RuntimeSession::find_blend_mode(XrSystemId headset) const {
  std::uint32_t count = 0;
  check(xrEnumerateEnvironmentBlendModes(instance_.handle(), headset, stereo, 0, &count, nullptr),
        "xrEnumerateEnvironmentBlendModes");
  std::vector<XrEnvironmentBlendMode> modes(count);
  check(xrEnumerateEnvironmentBlendModes(instance_.handle(), headset, stereo, count, &count,
                                         modes.data()),
        "xrEnumerateEnvironmentBlendModes");
  const bool has_opaque =
      std::ranges::find(modes, XR_ENVIRONMENT_BLEND_MODE_OPAQUE) != modes.end();
  if (has_opaque || modes.empty()) return XR_ENVIRONMENT_BLEND_MODE_OPAQUE;
  return modes.front();
}

XrSpace RuntimeSession::make_scene_space() const {
  std::uint32_t count = 0;
  check(xrEnumerateReferenceSpaces(session_, 0, &count, nullptr), "xrEnumerateReferenceSpaces");
  std::vector<XrReferenceSpaceType> kinds(count);
  check(xrEnumerateReferenceSpaces(session_, count, &count, kinds.data()),
        "xrEnumerateReferenceSpaces");
  const bool has_stage = std::ranges::find(kinds, XR_REFERENCE_SPACE_TYPE_STAGE) != kinds.end();

  auto info = typed<XrReferenceSpaceCreateInfo>(XR_TYPE_REFERENCE_SPACE_CREATE_INFO);
  info.referenceSpaceType =
      has_stage ? XR_REFERENCE_SPACE_TYPE_STAGE : XR_REFERENCE_SPACE_TYPE_LOCAL;
  info.poseInReferenceSpace.orientation.w = 1.0F;
  info.poseInReferenceSpace.position.y =
      has_stage ? 0.0F : -static_cast<float>(eye_height_without_floor);
  XrSpace space = XR_NULL_HANDLE;
  check(xrCreateReferenceSpace(session_, &info, &space), "xrCreateReferenceSpace");
  return space;
}

void RuntimeSession::poll_events() {
  while (!lifecycle_.over()) {
    auto event = typed<XrEventDataBuffer>(XR_TYPE_EVENT_DATA_BUFFER);
    const XrResult result = check(xrPollEvent(instance_.handle(), &event), "xrPollEvent");
    if (result == XR_EVENT_UNAVAILABLE) return;
    on_event(event);
  }
}

void RuntimeSession::on_event(const XrEventDataBuffer& event) {
  switch (event.type) {
    case XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED: {
      const auto& change = reinterpret_cast<const XrEventDataSessionStateChanged&>(event);
      if (change.session == session_) carry_out(lifecycle_.on_state(state_of(change.state)));
      return;
    }
    case XR_TYPE_EVENT_DATA_INSTANCE_LOSS_PENDING: lifecycle_.on_lost(); return;
    case XR_TYPE_EVENT_DATA_INTERACTION_PROFILE_CHANGED: profiles_changed_ = true; return;
    default: return;
  }
}

void RuntimeSession::carry_out(LifecycleStep step) {
  if (step == LifecycleStep::begin) {
    auto info = typed<XrSessionBeginInfo>(XR_TYPE_SESSION_BEGIN_INFO);
    info.primaryViewConfigurationType = stereo;
    check(xrBeginSession(session_, &info), "xrBeginSession");
  } else if (step == LifecycleStep::end) {
    check(xrEndSession(session_), "xrEndSession");
  }
}

bool RuntimeSession::take_profiles_changed() { return std::exchange(profiles_changed_, false); }

FrameTiming RuntimeSession::begin_frame() {
  const auto wait = typed<XrFrameWaitInfo>(XR_TYPE_FRAME_WAIT_INFO);
  auto state = typed<XrFrameState>(XR_TYPE_FRAME_STATE);
  check(xrWaitFrame(session_, &wait, &state), "xrWaitFrame");
  const auto begin = typed<XrFrameBeginInfo>(XR_TYPE_FRAME_BEGIN_INFO);
  check(xrBeginFrame(session_, &begin), "xrBeginFrame");
  return {state.predictedDisplayTime, static_cast<double>(state.predictedDisplayPeriod) * 1e-9,
          state.shouldRender == XR_TRUE};
}

const EyeViews* RuntimeSession::locate_views(XrTime seen_at) {
  auto info = typed<XrViewLocateInfo>(XR_TYPE_VIEW_LOCATE_INFO);
  info.viewConfigurationType = stereo;
  info.displayTime = seen_at;
  info.space = scene_;
  auto state = typed<XrViewState>(XR_TYPE_VIEW_STATE);
  std::uint32_t count = 0;
  auto located = xr_views_;
  check(xrLocateViews(session_, &info, &state, 2, &count, located.data()), "xrLocateViews");
  constexpr XrViewStateFlags known =
      XR_VIEW_STATE_ORIENTATION_VALID_BIT | XR_VIEW_STATE_POSITION_VALID_BIT;
  if (count != 2 || (state.viewStateFlags & known) != known) {
    return views_known_ ? &views_ : nullptr;
  }
  views_known_ = true;
  xr_views_ = located;
  for (std::size_t eye = 0; eye < 2; ++eye) {
    const XrFovf& fov = located[eye].fov;
    views_[eye].scene_from_eye = isometry(located[eye].pose);
    views_[eye].fov = {fov.angleLeft, fov.angleRight, fov.angleUp, fov.angleDown};
  }
  return &views_;
}

void RuntimeSession::end_frame(XrTime seen_at, const std::vector<Swapchain>* eyes) {
  std::array<XrCompositionLayerProjectionView, 2> pictures{};
  auto layer = typed<XrCompositionLayerProjection>(XR_TYPE_COMPOSITION_LAYER_PROJECTION);
  layer.space = scene_;
  layer.viewCount = 2;
  layer.views = pictures.data();
  const std::array layers{reinterpret_cast<const XrCompositionLayerBaseHeader*>(&layer)};

  auto info = typed<XrFrameEndInfo>(XR_TYPE_FRAME_END_INFO);
  info.displayTime = seen_at;
  info.environmentBlendMode = blend_mode_;
  if (eyes != nullptr) {
    for (std::size_t eye = 0; eye < 2; ++eye) {
      pictures[eye].type = XR_TYPE_COMPOSITION_LAYER_PROJECTION_VIEW;
      pictures[eye].pose = xr_views_[eye].pose;
      pictures[eye].fov = xr_views_[eye].fov;
      pictures[eye].subImage = (*eyes)[eye].picture();
    }
    info.layerCount = 1;
    info.layers = layers.data();
  }
  check(xrEndFrame(session_, &info), "xrEndFrame");
}

void RuntimeSession::request_exit() {
  lifecycle_.on_exit_requested();
  if (lifecycle_.running()) check(xrRequestExitSession(session_), "xrRequestExitSession");
}

}  // namespace volvr::xr
