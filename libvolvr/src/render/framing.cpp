// SPDX-License-Identifier: Apache-2.0
#include "render/framing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace volvr::render {

namespace {

constexpr double radians_per_degree = std::numbers::pi / 180.0;
constexpr int block = 8;             // voxels along a side
constexpr int stride = 2;            // of the samples in a block
constexpr double trace = 0.02;       // opacity that counts as visible
constexpr double least_part = 0.04;  // of a block's samples: more than noise

// Opacity over values in equal steps, for millions of look-ups.
class OpacityTable {
 public:
  explicit OpacityTable(const Look& look) {
    const auto& points = look.appearance.opacities;
    low_ = points.front().value;
    const double high = points.back().value;
    scale_ = high > low_ ? static_cast<double>(table_.size() - 1) / (high - low_) : 0.0;
    for (std::size_t i = 0; i < table_.size(); ++i) {
      const double value = scale_ > 0.0 ? low_ + static_cast<double>(i) / scale_ : low_;
      table_[i] = opacity_at(look.appearance, value) > trace;
    }
  }

  bool shows(double value) const {
    const double place = (value - low_) * scale_;
    if (!(place > 0.0)) return table_.front();
    return table_[std::min(table_.size() - 1, static_cast<std::size_t>(place))];
  }

 private:
  std::array<bool, 2048> table_{};
  double low_ = 0.0;
  double scale_ = 0.0;
};

template <class F>
void for_each_sample(const Eigen::Vector3i& from, const Eigen::Vector3i& to, F&& f) {
  for (int k = from[2]; k < to[2]; k += stride) {
    for (int j = from[1]; j < to[1]; j += stride) {
      for (int i = from[0]; i < to[0]; i += stride) f(Eigen::Vector3i(i, j, k));
    }
  }
}

void add_corners(const GridGeometry& grid, const Eigen::Vector3i& from, const Eigen::Vector3i& to,
                 std::vector<Eigen::Vector3d>& outline) {
  for (int corner = 0; corner < 8; ++corner) {
    Eigen::Vector3d index;
    for (int axis = 0; axis < 3; ++axis) {
      index[axis] = (((corner >> axis) & 1) != 0 ? to[axis] : from[axis]) - 0.5;
    }
    outline.push_back(grid.patient_from_index * index);
  }
}

// The widest rings that the points describe when turned about the vertical, one in each of many
// layers, as points.
std::vector<Eigen::Vector3d> swept(const std::vector<Eigen::Vector3d>& points, double half_height) {
  constexpr std::size_t layers = 128;
  std::array<double, layers> radii{};
  std::array<double, layers> heights{};
  const double thickness = std::max(2.0 * half_height, 1e-9) / static_cast<double>(layers);
  for (const Eigen::Vector3d& point : points) {
    const double place = std::max(0.0, (point[1] + half_height) / thickness);
    const auto layer = std::min(layers - 1, static_cast<std::size_t>(place));
    const double radius = std::hypot(point[0], point[2]);
    if (radius < radii[layer]) continue;
    radii[layer] = radius;
    heights[layer] = point[1];
  }
  std::vector<Eigen::Vector3d> result;
  for (std::size_t layer = 0; layer < layers; ++layer) {
    for (int degree = 0; degree < 360; degree += 3) {
      const double turn = degree * radians_per_degree;
      result.emplace_back(radii[layer] * std::cos(turn), heights[layer],
                          radii[layer] * std::sin(turn));
    }
  }
  return result;
}

Eigen::Vector3d middle(const std::vector<Eigen::Vector3d>& points) {
  Eigen::AlignedBox3d box;
  for (const Eigen::Vector3d& point : points) box.extend(point);
  return box.center();
}

void turn(std::vector<Eigen::Vector3d>& points, const Eigen::Quaterniond& rotation) {
  const Eigen::Matrix3d matrix = rotation.toRotationMatrix();
  for (Eigen::Vector3d& point : points) point = matrix * point;
}

void shift(std::vector<Eigen::Vector3d>& points, const Eigen::Vector3d& by) {
  for (Eigen::Vector3d& point : points) point += by;
}

double distance_for(const std::vector<Eigen::Vector3d>& points, const FramingOptions& options) {
  const double half = 0.5 * options.view_angle * radians_per_degree;
  const double up = std::tan(half) * (1.0 - 2.0 * options.margin);
  const double across = up * options.aspect;
  double distance = 0.0;
  for (const Eigen::Vector3d& point : points) {
    const double needed = std::max(std::abs(point[0]) / across, std::abs(point[1]) / up);
    distance = std::max(distance, needed + point[2]);
  }
  return distance;
}

}  // namespace

std::vector<Eigen::Vector3d> visible_outline(const Volume& volume, const Look& look) {
  const GridGeometry& grid = volume.geometry();
  std::vector<Eigen::Vector3d> outline;
  if (!look.appearance.opacities.empty() && volume.components() == 1) {
    const OpacityTable opacity(look);
    visit_values(volume, [&](auto values) {
      const auto row = static_cast<std::size_t>(grid.size[0]);
      const auto plane = row * static_cast<std::size_t>(grid.size[1]);
      for (int k = 0; k < grid.size[2]; k += block) {
        for (int j = 0; j < grid.size[1]; j += block) {
          for (int i = 0; i < grid.size[0]; i += block) {
            const Eigen::Vector3i from(i, j, k);
            const Eigen::Vector3i to = (from.array() + block).min(grid.size.array());
            int seen = 0;
            int all = 0;
            for_each_sample(from, to, [&](const Eigen::Vector3i& at) {
              const std::size_t voxel = static_cast<std::size_t>(at[2]) * plane +
                                        static_cast<std::size_t>(at[1]) * row +
                                        static_cast<std::size_t>(at[0]);
              seen += opacity.shows(static_cast<double>(values[voxel])) ? 1 : 0;
              ++all;
            });
            if (seen > least_part * all) add_corners(grid, from, to, outline);
          }
        }
      }
    });
  }
  if (outline.empty()) add_corners(grid, Eigen::Vector3i::Zero(), grid.size, outline);
  return outline;
}

Eigen::Quaterniond turned(const Eigen::Quaterniond& upright, double yaw, double pitch) {
  return Eigen::AngleAxisd(pitch * radians_per_degree, Eigen::Vector3d::UnitX()) *
         Eigen::AngleAxisd(yaw * radians_per_degree, Eigen::Vector3d::UnitY()) * upright;
}

Framing frame(const std::vector<Eigen::Vector3d>& outline, const Eigen::Quaterniond& upright,
              const FramingOptions& options) {
  const Eigen::Quaterniond rotation = turned(upright, options.yaw, options.pitch);
  std::vector<Eigen::Vector3d> points = outline;
  Framing framing;
  if (options.steady) {
    turn(points, upright);
    const Eigen::Vector3d centre = middle(points);
    framing.centre = upright.conjugate() * centre;
    shift(points, -centre);
    double half_height = 0.0;
    for (const Eigen::Vector3d& point : points) half_height = std::max(half_height, point[1]);
    points = swept(points, half_height);
    turn(points, turned(Eigen::Quaterniond::Identity(), 0.0, options.pitch));
  } else {
    turn(points, rotation);
    const Eigen::Vector3d centre = middle(points);
    framing.centre = rotation.conjugate() * centre;
    shift(points, -centre);
  }
  framing.distance = distance_for(points, options);
  return framing;
}

}  // namespace volvr::render
