// SPDX-License-Identifier: Apache-2.0
#include "render/framing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace volvr::render {

namespace {

constexpr double radians_per_degree = std::numbers::pi / 180.0;
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

// Voxels along a block's side: fine enough to frame well, coarse enough to be quick.
int block_side(const GridGeometry& grid) {
  return std::clamp(grid.size.maxCoeff() / 40, 3, 8);
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

// The visible samples within one block: the corners around them, if they are more than noise.
template <class T>
void add_visible(std::span<const T> values, const GridGeometry& grid, const OpacityTable& opacity,
                 const Eigen::Vector3i& from, const Eigen::Vector3i& to,
                 std::vector<Eigen::Vector3d>& outline) {
  const auto row = static_cast<std::size_t>(grid.size[0]);
  const auto plane = row * static_cast<std::size_t>(grid.size[1]);
  const int stride = (to - from).maxCoeff() > 5 ? 2 : 1;
  Eigen::Vector3i lowest = to;
  Eigen::Vector3i highest = from;
  int seen = 0;
  int all = 0;
  for (int k = from[2]; k < to[2]; k += stride) {
    for (int j = from[1]; j < to[1]; j += stride) {
      const T* voxels =
          values.data() + static_cast<std::size_t>(k) * plane + static_cast<std::size_t>(j) * row;
      for (int i = from[0]; i < to[0]; i += stride) {
        ++all;
        if (!opacity.shows(static_cast<double>(voxels[i]))) continue;
        ++seen;
        lowest = lowest.cwiseMin(Eigen::Vector3i(i, j, k));
        highest = highest.cwiseMax(Eigen::Vector3i(i, j, k));
      }
    }
  }
  if (seen < 2 || seen < least_part * all) return;
  const Eigen::Vector3i beyond = (highest.array() + stride).min(to.array());
  add_corners(grid, lowest, beyond, outline);
}

template <class T>
void add_visible_blocks(std::span<const T> values, const GridGeometry& grid,
                        const OpacityTable& opacity, std::vector<Eigen::Vector3d>& outline) {
  const int side = block_side(grid);
  for (int k = 0; k < grid.size[2]; k += side) {
    for (int j = 0; j < grid.size[1]; j += side) {
      for (int i = 0; i < grid.size[0]; i += side) {
        const Eigen::Vector3i from(i, j, k);
        const Eigen::Vector3i to = (from.array() + side).min(grid.size.array());
        add_visible(values, grid, opacity, from, to, outline);
      }
    }
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
    visit_values(volume, [&](auto values) { add_visible_blocks(values, grid, opacity, outline); });
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
