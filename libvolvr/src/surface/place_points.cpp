// SPDX-License-Identifier: Apache-2.0
#include "surface/place_points.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/parallel.h"

namespace volvr::surface {

namespace {

constexpr double nearest = 1.0 / 256.0;

template <class T>
class Placer {
 public:
  Placer(std::span<const T> values, const Eigen::Vector3i& size, double isovalue)
      : values_(values), size_(size), isovalue_(isovalue) {}

  void place(Eigen::Vector3f& point) const {
    const Eigen::Vector3i low = point.array().floor().cast<int>();
    for (int axis = 0; axis < 3; ++axis) {
      if (point[axis] == static_cast<float>(low[axis])) continue;
      if (low[axis] < 0 || low[axis] + 1 >= size_[axis]) return;
      Eigen::Vector3i high = low;
      ++high[axis];
      const double part = part_of_way(value(low), value(high));
      point[axis] = static_cast<float>(low[axis] + part);
      return;
    }
  }

 private:
  double value(const Eigen::Vector3i& at) const {
    const auto rows = static_cast<std::size_t>(size_.y());
    const auto columns = static_cast<std::size_t>(size_.x());
    return static_cast<double>(
        values_[(static_cast<std::size_t>(at.z()) * rows + static_cast<std::size_t>(at.y())) *
                    columns +
                static_cast<std::size_t>(at.x())]);
  }

  double part_of_way(double from, double to) const {
    const double part = (isovalue_ - from) / (to - from);
    if (!std::isfinite(from) || !std::isfinite(to) || !std::isfinite(part)) return 0.5;
    return std::clamp(part, nearest, 1.0 - nearest);
  }

  std::span<const T> values_;
  Eigen::Vector3i size_;
  double isovalue_;
};

}  // namespace

void place_points(Mesh& mesh_in_index, const Volume& volume, double isovalue) {
  visit_values(volume, [&](auto values) {
    const Placer placer(values, volume.geometry().size, isovalue);
    constexpr std::size_t block = 1 << 16;
    auto& points = mesh_in_index.points;
    parallel_for((points.size() + block - 1) / block, 0, [&](std::size_t b) {
      const std::size_t end = std::min(points.size(), (b + 1) * block);
      for (std::size_t i = b * block; i < end; ++i) placer.place(points[i]);
    });
  });
}

}  // namespace volvr::surface
