// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "volvr/state.h"
#include "xr/input.h"
#include "xr/said.h"

namespace volvr::xr {

/// Hands feel it when they come upon the study's surface; the faster, the harder. One that moves on
/// within it, or no further away from it than a trembling hand, feels nothing more.
class Contact {
 public:
  /// @param holds  a hand that holds the study feels nothing of it
  void step(const Input& input, const State& state, const Around& around,
            const std::array<bool, 2>& holds, Said& said);

 private:
  struct Memory {
    std::optional<Eigen::Vector3d> at;       ///< in patient millimetres, in the frame before
    std::optional<Eigen::Vector3d> touched;  ///< where it was in the study last, unless it has left
  };
  std::array<Memory, 2> memory_;
};

}  // namespace volvr::xr
