// SPDX-License-Identifier: Apache-2.0
#include "layer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <thread>

#include "names.h"

namespace volvr::layer {

namespace {

template <class Event>
XrEventDataBuffer buffer_of(const Event& event) {
  static_assert(sizeof(Event) <= sizeof(XrEventDataBuffer));
  XrEventDataBuffer buffer{};
  std::memcpy(&buffer, &event, sizeof event);
  return buffer;
}

bool is_meant(const Fault& fault, std::string_view call, bool of_session) {
  if (fault.call == call) return true;
  if (fault.call != "*" || call.starts_with("xrDestroy")) return false;
  return of_session || fault.result != XR_ERROR_SESSION_LOST;
}

void forget(std::vector<Fault>& faults, std::string_view until) {
  std::erase_if(faults, [&](const Fault& fault) { return fault.until == until; });
}

}  // namespace

// Never destroyed: a program may end while another of its threads is in a call.
Layer& Layer::get() {
  static auto* layer = new Layer;
  return *layer;
}

Layer::Layer()
    : journal(std::getenv("VOLVR_LAYER_RECORDS")), order_file_(std::getenv("VOLVR_LAYER_ORDERS")) {
  obey();
}

void Layer::obey() {
  const auto locked = lock();
  for (const std::string& line : order_file_.fresh_lines()) {
    try {
      const Json order = Json::parse(line);
      carry_out(order);
      journal.write({{"order", order}});
    } catch (const std::exception& error) {
      journal.write({{"order", line}, {"error", error.what()}});
    }
  }
}

void Layer::carry_out(const Json& order) {
  const std::string what = order.at("do");
  if (what == "state") {
    tell_state(state_named(order.at("to").get<std::string>()));
  } else if (what == "take-off") {
    if (worn != Worn::on) return;
    worn = Worn::leaving;
    stop_was_told = false;
    is_wanted_back = false;
    tell_state(XR_SESSION_STATE_VISIBLE);
    tell_state(XR_SESSION_STATE_SYNCHRONIZED);
    tell_state(XR_SESSION_STATE_STOPPING);
  } else if (what == "put-on") {
    put_on();
  } else if (what == "event") {
    tell(order);
  } else if (!take(orders, order)) {
    throw std::invalid_argument("no order is called " + what);
  }
}

void Layer::put_on() {
  if (worn == Worn::leaving) is_wanted_back = true;
  if (worn == Worn::off) tell_state(XR_SESSION_STATE_READY);
}

void Layer::tell_state(XrSessionState state) {
  events.push_back(buffer_of(XrEventDataSessionStateChanged{
      XR_TYPE_EVENT_DATA_SESSION_STATE_CHANGED, nullptr, session, state, seen_at}));
}

void Layer::tell(const Json& event) {
  const std::string kind = event.at("kind");
  if (kind == "instance-loss") {
    events.push_back(buffer_of(XrEventDataInstanceLossPending{
        XR_TYPE_EVENT_DATA_INSTANCE_LOSS_PENDING, nullptr, seen_at}));
  } else if (kind == "profile-changed") {
    events.push_back(buffer_of(XrEventDataInteractionProfileChanged{
        XR_TYPE_EVENT_DATA_INTERACTION_PROFILE_CHANGED, nullptr, session}));
  } else if (kind == "reference-space-change") {
    XrEventDataReferenceSpaceChangePending change{};
    change.type = XR_TYPE_EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING;
    change.session = session;
    change.referenceSpaceType = space_named(event.at("space").get<std::string>());
    change.changeTime = seen_at + static_cast<XrTime>(event.value("in_seconds", 0.0) * 1e9);
    change.poseInPreviousSpace.orientation.w = 1.0F;
    if (event.contains("pose")) {
      const auto p = event.at("pose").get<std::array<float, 7>>();
      change.poseValid = XR_TRUE;
      change.poseInPreviousSpace = {{p[0], p[1], p[2], p[3]}, {p[4], p[5], p[6]}};
    }
    events.push_back(buffer_of(change));
  } else {
    throw std::invalid_argument("no event is called " + kind);
  }
}

std::optional<XrResult> Layer::fault(std::string_view call, bool of_session) {
  obey();
  auto locked = lock();
  const auto at = std::ranges::find_if(
      orders.faults, [&](const Fault& fault) { return is_meant(fault, call, of_session); });
  if (at == orders.faults.end()) return std::nullopt;
  if (at->skip > 0) {
    --at->skip;
    return std::nullopt;
  }
  const Fault chosen = *at;
  if (at->times && --*at->times <= 0) orders.faults.erase(at);
  journal.write(
      {{"failed", call}, {"result", name_of(chosen.result)}, {"seconds", chosen.seconds}});
  locked.unlock();
  if (chosen.seconds > 0.0) {
    std::this_thread::sleep_for(std::chrono::duration<double>(chosen.seconds));
  }
  if (XR_SUCCEEDED(chosen.result)) return std::nullopt;
  return chosen.result;
}

PFN_xrVoidFunction Layer::find_next(const char* name) {
  const auto locked = lock();
  if (const auto at = found_.find(name); at != found_.end()) return at->second;
  PFN_xrVoidFunction function = nullptr;
  if (next_ == nullptr || XR_FAILED(next_(instance, name, &function))) function = nullptr;
  return found_[name] = function;
}

std::string Layer::text(XrPath path) {
  if (path == XR_NULL_PATH) return {};
  std::array<char, XR_MAX_PATH_LENGTH> buffer{};
  std::uint32_t length = 0;
  const auto below = next<PFN_xrPathToString>("xrPathToString");
  if (below == nullptr ||
      XR_FAILED(below(instance, path, XR_MAX_PATH_LENGTH, &length, buffer.data()))) {
    return {};
  }
  return buffer.data();
}

void Layer::on_instance(XrInstance made, PFN_xrGetInstanceProcAddr below) {
  const auto locked = lock();
  instance = made;
  next_ = below;
  found_.clear();
  actions.clear();
  blend_modes_below.clear();
}

void Layer::on_instance_gone() {
  const auto locked = lock();
  on_session_gone();
  forget(orders.faults, "instance");
  events.clear();
}

void Layer::on_session(XrSession made) {
  const auto locked = lock();
  session = made;
  worn = Worn::on;
}

void Layer::on_session_gone() {
  const auto locked = lock();
  session = XR_NULL_HANDLE;
  worn = Worn::on;
  spaces.clear();
  hand_trackers.clear();
  events.clear();
  forget(orders.faults, "session");
}

}  // namespace volvr::layer
