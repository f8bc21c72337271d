// SPDX-License-Identifier: Apache-2.0
#include "xr/head_motion.h"

#include <limits>
#include <utility>

namespace volvr::xr {

HeadMotion::Speed HeadMotion::step(const EyeViews& views, double seconds) {
  const Eigen::Isometry3d head = middle_of(views);
  const auto before = std::exchange(last_, head);
  if (!before || !(seconds > 0.0)) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    return {unknown, unknown};
  }
  const Eigen::Quaterniond from(before->linear());
  const Eigen::Quaterniond to(head.linear());
  return {.turning = from.angularDistance(to) / seconds,
          .moving = (head.translation() - before->translation()).norm() / seconds};
}

}  // namespace volvr::xr
