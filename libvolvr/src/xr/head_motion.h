// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "xr/eye_view.h"

namespace volvr::xr {

/// How fast the head moves, from where the eyes are in one frame after the other.
class HeadMotion {
 public:
  struct Speed {
    double turning = 0.0;  ///< radians a second; NaN: not known
    double moving = 0.0;   ///< of the middle between the eyes, metres a second; NaN: not known
  };

  /// @param seconds  between the times at which this frame and the one before are seen
  Speed step(const EyeViews& views, double seconds);

  /// Forgets the last place: the head was not seen for a while.
  void lose() { last_.reset(); }

 private:
  std::optional<Eigen::Isometry3d> last_;  ///< scene from head
};

}  // namespace volvr::xr
