// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <string>
#include <string_view>

namespace volvr::app {

/// The text without control characters, which could make a terminal do things: "?" in their place.
std::string printable(std::string_view text);

/// "512 × 512 × 275"
std::string size_text(const Eigen::Vector3i& size);

/// Millimetres for people: "0.781 × 0.781 × 1 mm"
std::string spacing_text(const Eigen::Vector3d& millimetres);

/// "3 slices", "1 slice"
std::string counted(std::size_t count, std::string_view thing);

}  // namespace volvr::app
