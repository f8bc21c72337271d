// SPDX-License-Identifier: Apache-2.0
//
// An OpenXR API layer for tests: it stands between a program and the runtime, writes down what the
// program asks of the runtime, and makes the runtime do on order what a simulated one never does by
// itself. api_layer.py prepares its environment, gives orders and reads what it wrote.
//
// Environment
//   VOLVR_LAYER_RECORDS   file that records are appended to, one JSON object a line
//   VOLVR_LAYER_ORDERS    file that orders are read from, one JSON object a line, looked at with
//   every
//                         call; each order is answered by a record {"order": LINE}
//   VOLVR_LAYER_FRONT_OF  the runtime's library, where this library is the active runtime, too (see
//                         runtime_front.cpp): only so can extensions be hidden
//
// Records have "n" (number), "at" (seconds of CLOCK_MONOTONIC) and "call" with what was asked, or
// "event" with what the program was told, or "failed" with the result that was given on order.
// Orders are listed in orders.h.
//
// One instance and one session are known at a time, the newest; a program that closes one and opens
// the next, as after a loss, keeps orders and records.
#pragma once

#include <openxr/openxr.h>

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal.h"
#include "orders.h"

namespace volvr::layer {

/// What a space, an action or a hand tracker belongs to: "head", "left", "right", "stage", ...
using Owner = std::string;

/// A headset that is taken off while the runtime below knows nothing of it.
enum class Worn {
  on,
  leaving,  ///< STOPPING is on its way; the program has not ended its session yet
  off,
};

/// All that the layer knows; one in a process. Its members may be used while `lock` is held;
/// nothing is called below (`next`) meanwhile.
class Layer {
 public:
  static Layer& get();

  std::unique_lock<std::recursive_mutex> lock() { return std::unique_lock(mutex_); }

  /// Carries out orders that have come in since the last time.
  void obey();

  /// The result that was ordered for this call, written down, if there is one. Sleeps where a delay
  /// was ordered.
  /// @param of_session  the call is one of a session or what belongs to it
  std::optional<XrResult> fault(std::string_view call, bool of_session);

  /// The next layer's function, or the runtime's; null where it has none.
  template <class Function>
  Function next(const char* name) {
    return reinterpret_cast<Function>(find_next(name));
  }

  /// What is written in the runtime's path.
  std::string text(XrPath path);

  void on_instance(XrInstance made, PFN_xrGetInstanceProcAddr below);
  void on_instance_gone();
  void on_session(XrSession made);
  void on_session_gone();

  void tell_state(XrSessionState state);  ///< by an event to come
  void put_on();

  Journal journal;
  Orders orders;
  XrInstance instance = XR_NULL_HANDLE;
  XrSession session = XR_NULL_HANDLE;
  XrTime seen_at = 0;  ///< when the frame that was waited for last is seen: the runtime's own clock
  Worn worn = Worn::on;
  bool stop_was_told = false;            ///< while leaving: the program knows
  bool is_wanted_back = false;           ///< put on again before the program has ended its session
  std::deque<XrEventDataBuffer> events;  ///< to be told before the runtime's own
  std::map<XrSpace, Owner> spaces;
  std::map<XrAction, std::string> actions;
  std::map<XrHandTrackerEXT, Owner> hand_trackers;
  std::vector<XrEnvironmentBlendMode> blend_modes_below;  ///< what the runtime has

 private:
  Layer();
  PFN_xrVoidFunction find_next(const char* name);
  void carry_out(const Json& order);
  void tell(const Json& event);

  std::recursive_mutex mutex_;
  OrderFile order_file_;
  PFN_xrGetInstanceProcAddr next_ = nullptr;
  std::map<std::string, PFN_xrVoidFunction, std::less<>> found_;
};

}  // namespace volvr::layer
