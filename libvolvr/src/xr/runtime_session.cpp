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
  blend_modes_ = find_blend_modes(headset);
  auto info = typed<XrSessionCreateInfo>(XR_TYPE_SESSION_CREATE_INFO);
  info.next = binding_.next();
  info.systemId = headset;
  check(xrCreateSession(instance.handle(), &info, &session_), "xrCreateSession");
  try {
    scene_ = make_scene_space();
    load_hidden_parts();
    if (Passthrough::is_offered(instance, headset)) passthrough_.emplace(instance, headset, session_);
  } catch (...) {
    passthrough_.reset();
    xrDestroySession(session_);
    throw;
  }
}

RuntimeSession::~RuntimeSession() {
  passthrough_.reset();
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

std::vector<XrEnvironmentBlendMode> RuntimeSession::find_blend_modes(XrSystemId headset) const {
  std::uint32_t count = 0;
  check(xrEnumerateEnvironmentBlendModes(instance_.handle(), headset, stereo, 0, &count, nullptr),
        "xrEnumerateEnvironmentBlendModes");
  std::vector<XrEnvironmentBlendMode> modes(count);
  check(xrEnumerateEnvironmentBlendModes(instance_.handle(), headset, stereo, count, &count,
                                         modes.data()),
        "xrEnumerateEnvironmentBlendModes");
  modes.resize(count);
  return modes;
}

bool RuntimeSession::can_show_room() const {
  return passthrough_ || std::ranges::find(blend_modes_, XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND) !=
                             blend_modes_.end();
}

void RuntimeSession::show_room(bool on) {
  if (on == shows_room_) return;
  shows_room_ = on;
  if (passthrough_) passthrough_->set_running(on);
}

// A headset that is no window to the room draws over black; a see-through one adds light to it.
XrEnvironmentBlendMode RuntimeSession::blend_mode() const {
  const auto has = [&](XrEnvironmentBlendMode mode) {
    return std::ranges::find(blend_modes_, mode) != blend_modes_.end();
  };
  if (shows_room_ && !passthrough_) return XR_ENVIRONMENT_BLEND_MODE_ALPHA_BLEND;
  if (has(XR_ENVIRONMENT_BLEND_MODE_OPAQUE) || blend_modes_.empty()) {
    return XR_ENVIRONMENT_BLEND_MODE_OPAQUE;
  }
  return blend_modes_.front();
}

void RuntimeSession::load_hidden_parts() {
  if (!instance_.has("XR_KHR_visibility_mask")) return;
  const auto get = instance_.function<PFN_xrGetVisibilityMaskKHR>("xrGetVisibilityMaskKHR");
  for (std::uint32_t eye = 0; eye < 2; ++eye) {
    auto mask = typed<XrVisibilityMaskKHR>(XR_TYPE_VISIBILITY_MASK_KHR);
    const auto ask = [&] {
      check(get(session_, stereo, eye, XR_VISIBILITY_MASK_TYPE_HIDDEN_TRIANGLE_MESH_KHR, &mask),
            "xrGetVisibilityMaskKHR");
    };
    ask();
    std::vector<XrVector2f> vertices(mask.vertexCountOutput);
    std::vector<std::uint32_t> indices(mask.indexCountOutput);
    mask.vertexCapacityInput = mask.vertexCountOutput;
    mask.indexCapacityInput = mask.indexCountOutput;
    mask.vertices = vertices.data();
    mask.indices = indices.data();
    if (!indices.empty()) ask();
    hidden_[eye].clear();
    for (const std::uint32_t index : indices) {
      hidden_[eye].emplace_back(vertices.at(index).x, vertices.at(index).y);
    }
  }
  hidden_changed_ = true;
}

XrSpace RuntimeSession::make_scene_space() const {
  std::uint32_t count = 0;
  check(xrEnumerateReferenceSpaces(session_, 0, &count, nullptr), "xrEnumerateReferenceSpaces");
  std::vector<XrReferenceSpaceType> kinds(count);
  check(xrEnumerateReferenceSpaces(session_, count, &count, kinds.data()),
        "xrEnumerateReferenceSpaces");
  kinds.resize(count);
  const auto has = [&](XrReferenceSpaceType kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
  };
  XrReferenceSpaceType kind = XR_REFERENCE_SPACE_TYPE_LOCAL;
  if (has(XR_REFERENCE_SPACE_TYPE_LOCAL_FLOOR_EXT)) kind = XR_REFERENCE_SPACE_TYPE_LOCAL_FLOOR_EXT;
  if (has(XR_REFERENCE_SPACE_TYPE_STAGE)) kind = XR_REFERENCE_SPACE_TYPE_STAGE;

  auto info = typed<XrReferenceSpaceCreateInfo>(XR_TYPE_REFERENCE_SPACE_CREATE_INFO);
  info.referenceSpaceType = kind;
  info.poseInReferenceSpace.orientation.w = 1.0F;
  if (kind == XR_REFERENCE_SPACE_TYPE_LOCAL) {
    info.poseInReferenceSpace.position.y = -static_cast<float>(eye_height_without_floor);
  }
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
    case XR_TYPE_EVENT_DATA_VISIBILITY_MASK_CHANGED_KHR: load_hidden_parts(); return;
    case XR_TYPE_EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING: {
      const auto& change =
          reinterpret_cast<const XrEventDataReferenceSpaceChangePending&>(event);
      if (change.session == session_) recentred_at_ = change.changeTime;
      return;
    }
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

bool RuntimeSession::take_recentred(XrTime at) {
  if (!recentred_at_ || at < *recentred_at_) return false;
  recentred_at_.reset();
  return true;
}

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

void RuntimeSession::end_frame(XrTime seen_at, const DrawnEyes& drawn) {
  std::array<XrCompositionLayerProjectionView, 2> pictures{};
  std::array<XrCompositionLayerDepthInfoKHR, 2> depths{};
  const bool has_depths = drawn.depths != nullptr && drawn.depths->size() == 2;
  auto layer = typed<XrCompositionLayerProjection>(XR_TYPE_COMPOSITION_LAYER_PROJECTION);
  layer.space = scene_;
  layer.viewCount = 2;
  layer.views = pictures.data();
  std::vector<const XrCompositionLayerBaseHeader*> layers;
  if (shows_room_ && passthrough_) layers.push_back(passthrough_->layer());
  if (drawn.below != nullptr) layers.push_back(drawn.below);
  // VTK's colours are multiplied with their opacity already.
  if (!layers.empty() || shows_room_) layer.layerFlags = XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT;
  layers.push_back(reinterpret_cast<const XrCompositionLayerBaseHeader*>(&layer));

  auto info = typed<XrFrameEndInfo>(XR_TYPE_FRAME_END_INFO);
  info.displayTime = seen_at;
  info.environmentBlendMode = blend_mode();
  if (drawn.eyes != nullptr) {
    for (std::size_t eye = 0; eye < 2; ++eye) {
      pictures[eye].type = XR_TYPE_COMPOSITION_LAYER_PROJECTION_VIEW;
      pictures[eye].pose = xr_views_[eye].pose;
      pictures[eye].fov = xr_views_[eye].fov;
      pictures[eye].subImage = (*drawn.eyes)[eye].picture();
      if (!has_depths) continue;
      depths[eye] = typed<XrCompositionLayerDepthInfoKHR>(XR_TYPE_COMPOSITION_LAYER_DEPTH_INFO_KHR);
      depths[eye].subImage = (*drawn.depths)[eye].picture();
      depths[eye].maxDepth = 1.0F;
      depths[eye].nearZ = static_cast<float>(drawn.near);
      depths[eye].farZ = static_cast<float>(drawn.far);
      pictures[eye].next = &depths[eye];
    }
    info.layerCount = static_cast<std::uint32_t>(layers.size());
    info.layers = layers.data();
  }
  check(xrEndFrame(session_, &info), "xrEndFrame");
}

void RuntimeSession::request_exit() {
  lifecycle_.on_exit_requested();
  if (lifecycle_.running()) check(xrRequestExitSession(session_), "xrRequestExitSession");
}

}  // namespace volvr::xr
