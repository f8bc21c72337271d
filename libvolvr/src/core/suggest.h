// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace volvr {

/// ", did you mean a, b or c?" with the nearest of `known` by edit distance, or the whole list
/// ("; known are a, b and c.") where none is near.
std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace volvr
