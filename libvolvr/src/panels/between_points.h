// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

namespace volvr::panels {

/// What a list of points by rising value means at `at`: linear between them, constant beyond the
/// first and the last. @param of  what is asked of a point. Precondition: there is a point
template <class Points, class Of>
auto between_points(const Points& points, double at, Of of) {
  const auto after =
      std::ranges::upper_bound(points, at, {}, [](const auto& point) { return point.value; });
  using Value = decltype(of(points.front()));
  if (after == points.begin()) return of(points.front());
  if (after == points.end()) return of(points.back());
  const auto before = after - 1;
  const double part = (at - before->value) / (after->value - before->value);
  return Value(of(*before) * (1.0 - part) + of(*after) * part);
}

}  // namespace volvr::panels
