// SPDX-License-Identifier: Apache-2.0
//
// Instance and session: events, states, and a headset that is taken off and put on again.
#include "functions.h"
#include "names.h"
#include "pass.h"

namespace volvr::layer {

namespace {

template <class Event>
const Event& as(const XrEventDataBuffer& event) {
  return reinterpret_cast<const Event&>(event);
}

Json described(const XrEventDataBuffer& event) {
  Json told{{"event", name_of(event.type)}};
  if (event.type == XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED) {
    told["state"] = name_of(as<XrEventDataSessionStateChanged>(event).state);
  } else if (event.type == XR_TYPE_EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING) {
    const auto& change = as<XrEventDataReferenceSpaceChangePending>(event);
    told["space"] = name_of(change.referenceSpaceType);
    told["change_time"] = change.changeTime;
  }
  return told;
}

bool is_stop(const XrEventDataBuffer& event) {
  return event.type == XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED &&
         as<XrEventDataSessionStateChanged>(event).state == XR_SESSION_STATE_STOPPING;
}

bool is_state(const XrEventDataBuffer& event) {
  return event.type == XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED;
}

void write_call(Layer& layer, const char* call, XrResult result) {
  const auto locked = layer.lock();
  layer.journal.write({{"call", call}, {"result", name_of(result)}});
}

}  // namespace

XrResult XRAPI_CALL destroy_instance(XrInstance instance) {
  Layer& layer = Layer::get();
  layer.obey();
  const XrResult result = Pass<"xrDestroyInstance", PFN_xrDestroyInstance>::below(instance);
  write_call(layer, "xrDestroyInstance", result);
  layer.on_instance_gone();
  return result;
}

XrResult XRAPI_CALL poll_event(XrInstance instance, XrEventDataBuffer* event) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrPollEvent", false)) return *failed;
  {
    const auto locked = layer.lock();
    if (!layer.events.empty()) {
      *event = layer.events.front();
      layer.events.pop_front();
      if (is_stop(*event)) layer.stop_was_told = true;
      Json told = described(*event);
      told["injected"] = true;
      layer.journal.write(std::move(told));
      return XR_SUCCESS;
    }
  }
  const XrResult result = Pass<"xrPollEvent", PFN_xrPollEvent>::below(instance, event);
  if (result != XR_SUCCESS) return result;
  const auto locked = layer.lock();
  // The program lives in states of ours now.
  if (layer.worn != Worn::on && is_state(*event)) return XR_EVENT_UNAVAILABLE;
  layer.journal.write(described(*event));
  return result;
}

XrResult XRAPI_CALL create_session(XrInstance instance, const XrSessionCreateInfo* info,
                                   XrSession* session) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrCreateSession", false)) return *failed;
  const XrResult result =
      Pass<"xrCreateSession", PFN_xrCreateSession>::below(instance, info, session);
  if (XR_SUCCEEDED(result)) layer.on_session(*session);
  write_call(layer, "xrCreateSession", result);
  return result;
}

XrResult XRAPI_CALL destroy_session(XrSession session) {
  Layer& layer = Layer::get();
  layer.obey();
  const XrResult result = Pass<"xrDestroySession", PFN_xrDestroySession>::below(session);
  write_call(layer, "xrDestroySession", result);
  layer.on_session_gone();
  return result;
}

XrResult XRAPI_CALL begin_session(XrSession session, const XrSessionBeginInfo* info) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrBeginSession", true)) return *failed;
  auto locked = layer.lock();
  XrResult result = XR_SUCCESS;
  if (layer.worn == Worn::off) {
    layer.worn = Worn::on;
    layer.tell_state(XR_SESSION_STATE_SYNCHRONIZED);
    layer.tell_state(XR_SESSION_STATE_VISIBLE);
    layer.tell_state(XR_SESSION_STATE_FOCUSED);
  } else {
    locked.unlock();
    result = Pass<"xrBeginSession", PFN_xrBeginSession>::below(session, info);
  }
  write_call(layer, "xrBeginSession", result);
  return result;
}

XrResult XRAPI_CALL end_session(XrSession session) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrEndSession", true)) return *failed;
  auto locked = layer.lock();
  XrResult result = XR_SUCCESS;
  if (layer.worn == Worn::off) {
    result = XR_ERROR_SESSION_NOT_RUNNING;
  } else if (layer.worn == Worn::leaving && !layer.stop_was_told) {
    result = XR_ERROR_SESSION_NOT_STOPPING;
  } else if (layer.worn == Worn::leaving) {
    layer.worn = Worn::off;
    layer.tell_state(XR_SESSION_STATE_IDLE);
    if (layer.is_wanted_back) layer.put_on();
  } else {
    locked.unlock();
    result = Pass<"xrEndSession", PFN_xrEndSession>::below(session);
  }
  write_call(layer, "xrEndSession", result);
  return result;
}

XrResult XRAPI_CALL request_exit_session(XrSession session) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrRequestExitSession", true)) return *failed;
  auto locked = layer.lock();
  XrResult result = XR_ERROR_SESSION_NOT_RUNNING;
  if (layer.worn != Worn::off) {
    locked.unlock();
    result = Pass<"xrRequestExitSession", PFN_xrRequestExitSession>::below(session);
  }
  write_call(layer, "xrRequestExitSession", result);
  return result;
}

}  // namespace volvr::layer
