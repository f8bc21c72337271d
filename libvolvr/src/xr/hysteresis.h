// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::xr {

/// A value that counts as held from one height on, and until it falls to a lower one.
class Hysteresis {
 public:
  bool step(double value, double begins, double ends) {
    return is_ = value >= (is_ ? ends : begins);
  }
  bool is() const { return is_; }

 private:
  bool is_ = false;
};

}  // namespace volvr::xr
