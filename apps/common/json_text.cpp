// SPDX-License-Identifier: Apache-2.0
#include "json_text.h"

namespace volvr::app {

std::string json_text(const Json& value) {
  constexpr int indent = 2;
  return value.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace volvr::app
