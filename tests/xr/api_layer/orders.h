// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace volvr::layer {

using Json = nlohmann::json;

/// What was ordered and is in force. As orders (the first word is "do"):
///
///   {"do": "fail", "call": "xrEndFrame" or "*", "result": "XR_ERROR_SESSION_LOST",
///    "times": 1, "skip": 0, "until": "mend" | "session" | "instance"}
///         without "times" every call fails until `until`; "*" means every call of the session
///         where the result is XR_ERROR_SESSION_LOST, else every call; destroying always works
///   {"do": "delay", "call": ..., "seconds": 0.2, "times": 3}
///   {"do": "mend"}                             no more faults and delays
///   {"do": "state", "to": "LOSS_PENDING"}      tells this state and does nothing else
///   {"do": "take-off"}, {"do": "put-on"}       as a headset does it: VISIBLE, SYNCHRONIZED,
///   STOPPING,
///         and IDLE after xrEndSession; READY, and on to FOCUSED after xrBeginSession
///   {"do": "event", "kind": "instance-loss" | "profile-changed" | "reference-space-change",
///    "space": "STAGE", "in_seconds": 0, "pose": [x, y, z, w, px, py, pz]}
///   {"do": "tracking", "of": "head" | "left" | "right", "is": "full" | "valid" | "lost"}
///         "valid": a place is told that is not tracked; "lost": none is told
///   {"do": "blend-modes", "are": ["OPAQUE", "ALPHA_BLEND"]}
///   {"do": "spaces", "are": ["VIEW", "LOCAL"]}
///   {"do": "period", "seconds": 0.0111}        reported only; 0: the runtime's own
///   {"do": "should-render", "is": false}
///   {"do": "visibility-mask", "hidden": [{"vertices": [[x, y], ...], "indices": [...]}, ...]}
///   {"do": "offer", "extensions": [...]}, {"do": "hide", "extensions": [...]}   before the start;
///   of what
///         the runtime lacks, XR_FB_passthrough and XR_HTC_passthrough work (they show nothing)
///   {"do": "versions", "highest": "1.0"}       xrCreateInstance refuses what is higher
///   {"do": "most-layers", "are": 2}            before the start: as the runtime says of itself
///   {"do": "misuse"}                           the next xrEndFrame is passed on with a wrong type
struct Fault {
  std::string call;
  XrResult result = XR_SUCCESS;  ///< a success: the call is delayed and passed on
  double seconds = 0.0;
  int skip = 0;  ///< calls that pass before
  std::optional<int> times;
  std::string until = "mend";
};

enum class Tracking { full, valid, lost };

struct Mask {
  std::vector<XrVector2f> vertices;
  std::vector<std::uint32_t> indices;
};

struct Orders {
  std::vector<Fault> faults;
  std::map<std::string, Tracking, std::less<>> tracking;  ///< by owner
  std::vector<XrEnvironmentBlendMode> blend_modes;        ///< empty: the runtime's
  std::vector<XrReferenceSpaceType> spaces;               ///< empty: the runtime's
  XrDuration period = 0;                                  ///< 0: the runtime's
  bool should_render = true;
  std::vector<Mask> hidden;  ///< by view; empty: the runtime's
  std::vector<std::string> offered, hidden_extensions;
  std::optional<std::pair<unsigned, unsigned>> highest_version;
  std::optional<std::uint32_t> most_layers;
  bool misuse = false;

  Tracking tracking_of(std::string_view owner) const;
  bool hides(std::string_view extension) const;
};

/// Takes those orders that change a value; false for one that it does not know.
/// @throws std::exception for one that cannot be read
bool take(Orders& orders, const Json& order);

/// The file that orders come in by.
class OrderFile {
 public:
  explicit OrderFile(const char* path);
  ~OrderFile();
  OrderFile(const OrderFile&) = delete;
  OrderFile& operator=(const OrderFile&) = delete;

  /// Whole lines that were appended since the last time.
  std::vector<std::string> fresh_lines();

 private:
  int file_ = -1;
  std::string begun_;  ///< a line that is not whole yet
};

}  // namespace volvr::layer
