// SPDX-License-Identifier: Apache-2.0
#include "orders.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "names.h"

namespace volvr::layer {

namespace {

std::string text_of(const Json& json) {
  return json.get<std::string>();
}

Fault fault_of(const Json& order) {
  Fault fault;
  fault.call = order.at("call");
  if (order.at("do") == "fail") fault.result = result_named(text_of(order.at("result")));
  fault.seconds = order.value("seconds", 0.0);
  fault.skip = order.value("skip", 0);
  if (order.contains("times")) fault.times = order.at("times").get<int>();
  fault.until = order.value("until", "mend");
  return fault;
}

Tracking tracking_named(const std::string& name) {
  if (name == "full") return Tracking::full;
  if (name == "valid") return Tracking::valid;
  if (name == "lost") return Tracking::lost;
  throw std::invalid_argument("no tracking is called " + name);
}

Mask mask_of(const Json& json) {
  Mask mask{.vertices = {}, .indices = json.at("indices")};
  for (const auto& [x, y] : json.at("vertices").get<std::vector<std::array<float, 2>>>()) {
    mask.vertices.push_back({x, y});
  }
  return mask;
}

std::pair<unsigned, unsigned> version_of(const std::string& text) {
  const auto dot = text.find('.');
  return {static_cast<unsigned>(std::stoul(text.substr(0, dot))),
          static_cast<unsigned>(std::stoul(text.substr(dot + 1)))};
}

bool take_feature(Orders& orders, const std::string& what, const Json& order) {
  if (what == "blend-modes") {
    orders.blend_modes.clear();
    for (const auto& name : order.at("are"))
      orders.blend_modes.push_back(blend_mode_named(text_of(name)));
  } else if (what == "spaces") {
    orders.spaces.clear();
    for (const auto& name : order.at("are")) orders.spaces.push_back(space_named(text_of(name)));
  } else if (what == "visibility-mask") {
    orders.hidden.clear();
    for (const auto& mask : order.at("hidden")) orders.hidden.push_back(mask_of(mask));
  } else if (what == "offer") {
    orders.offered = order.at("extensions").get<std::vector<std::string>>();
  } else if (what == "hide") {
    orders.hidden_extensions = order.at("extensions").get<std::vector<std::string>>();
  } else if (what == "versions") {
    orders.highest_version = version_of(order.at("highest"));
  } else if (what == "most-layers") {
    orders.most_layers = order.at("are").get<std::uint32_t>();
  } else {
    return false;
  }
  return true;
}

}  // namespace

Tracking Orders::tracking_of(std::string_view owner) const {
  const auto at = tracking.find(owner);
  return at == tracking.end() ? Tracking::full : at->second;
}

bool Orders::hides(std::string_view extension) const {
  return std::ranges::find(hidden_extensions, extension) != hidden_extensions.end();
}

bool take(Orders& orders, const Json& order) {
  const std::string what = order.at("do");
  if (what == "fail" || what == "delay") {
    orders.faults.push_back(fault_of(order));
  } else if (what == "mend") {
    orders.faults.clear();
  } else if (what == "tracking") {
    orders.tracking[order.at("of")] = tracking_named(order.at("is"));
  } else if (what == "period") {
    orders.period = static_cast<XrDuration>(order.at("seconds").get<double>() * 1e9 + 0.5);
  } else if (what == "should-render") {
    orders.should_render = order.at("is");
  } else if (what == "misuse") {
    orders.misuse = true;
  } else {
    return take_feature(orders, what, order);
  }
  return true;
}

OrderFile::OrderFile(const char* path) {
  if (path != nullptr) file_ = open(path, O_RDONLY | O_CLOEXEC);
}

OrderFile::~OrderFile() {
  if (file_ >= 0) close(file_);
}

std::vector<std::string> OrderFile::fresh_lines() {
  std::vector<std::string> lines;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while (file_ >= 0 && (count = read(file_, buffer.data(), buffer.size())) > 0) {
    begun_.append(buffer.data(), static_cast<std::size_t>(count));
  }
  for (auto end = begun_.find('\n'); end != std::string::npos; end = begun_.find('\n')) {
    lines.push_back(begun_.substr(0, end));
    begun_.erase(0, end + 1);
  }
  return lines;
}

}  // namespace volvr::layer
