// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace volvr::app {

using Json = nlohmann::ordered_json;

/// Indented JSON with a line end; bytes that are no UTF-8 become replacement characters.
std::string json_text(const Json& value);

}  // namespace volvr::app
