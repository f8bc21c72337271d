// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace volvr::test {

using Seed = std::vector<std::uint8_t>;

/// Inputs that a target reads without complaint, made from phantoms, by name.
/// @throws std::runtime_error where an encoder fails
std::map<std::string, Seed> seeds_for(const std::string& target);

}  // namespace volvr::test
