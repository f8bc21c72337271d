// SPDX-License-Identifier: Apache-2.0
#include "render/caster/label_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace volvr::render {

namespace {

constexpr float plain_part = 0.4F;  // as in shaders/labels.glsl

Eigen::Vector3i floor_of(const Eigen::Vector3f& voxel) {
  return voxel.array().floor().cast<int>();
}

// Of a cubic B-spline, over four voxels: what each counts, and how that changes.
struct Spline {
  explicit Spline(float t) {
    const float u = 1.0F - t;
    weights = {u * u * u / 6.0F, (4.0F - 6.0F * t * t + 3.0F * t * t * t) / 6.0F,
               (4.0F - 6.0F * u * u + 3.0F * u * u * u) / 6.0F, t * t * t / 6.0F};
    rises = {-0.5F * u * u, 1.5F * t * t - 2.0F * t, 2.0F * u - 1.5F * u * u, 0.5F * t * t};
  }

  std::array<float, 4> weights;
  std::array<float, 4> rises;
};

}  // namespace

// The numbers of `side` voxels along each axis; beyond the map its edge goes on.
template <int side>
struct LabelSampler::Around {
  std::array<int, static_cast<std::size_t>(side* side* side)> numbers;
};

LabelSampler::LabelSampler(const LabelVolume& volume, std::span<const float> paints,
                           const DistanceMap& depths)
    : small_(volume.small_numbers()),
      large_(volume.large_numbers()),
      size_(volume.size()),
      paints_(paints),
      shown_(paints.size() / 4),
      depths_(&depths) {
  for (std::size_t at = 1; at < shown_.size(); ++at) shown_[at] = paints_[4 * at + 3] > 0.0F ? 1 : 0;
}

template <int side>
LabelSampler::Around<side> LabelSampler::around(const Eigen::Vector3i& low) const {
  std::array<std::array<std::size_t, side>, 3> places;
  std::size_t stride = 1;
  for (int axis = 0; axis < 3; ++axis) {
    for (int i = 0; i < side; ++i) {
      const int inside = std::clamp(low[axis] + i, 0, size_[axis] - 1);
      places[static_cast<std::size_t>(axis)][static_cast<std::size_t>(i)] =
          stride * static_cast<std::size_t>(inside);
    }
    stride *= static_cast<std::size_t>(size_[axis]);
  }
  Around<side> result;
  auto* to = result.numbers.data();
  for (const std::size_t z : places[2]) {
    for (const std::size_t y : places[1]) {
      for (const std::size_t x : places[0]) *to++ = number_at(x + y + z);
    }
  }
  return result;
}

// How much of a place's surroundings is shown, smoothed, in w; how that rises in x, y, z.
Eigen::Vector4f LabelSampler::shape(const Eigen::Vector3f& voxel) const {
  const Eigen::Vector3i low = floor_of(voxel);
  const Eigen::Vector3f part = voxel - low.cast<float>();
  const Around<4> voxels = around<4>(low.array() - 1);
  const Spline along_x(part[0]);
  const Spline along_y(part[1]);
  const Spline along_z(part[2]);
  Eigen::Vector4f shape = Eigen::Vector4f::Zero();
  const int* number = voxels.numbers.data();
  for (std::size_t z = 0; z < 4; ++z) {
    for (std::size_t y = 0; y < 4; ++y) {
      float sum = 0.0F;
      float rise = 0.0F;
      for (std::size_t x = 0; x < 4; ++x) {
        if (shown_[static_cast<std::size_t>(*number++)] == 0) continue;
        sum += along_x.weights[x];
        rise += along_x.rises[x];
      }
      const float weight_y = along_y.weights[y];
      const float weight_z = along_z.weights[z];
      shape += Eigen::Vector4f(rise * weight_y * weight_z, sum * along_y.rises[y] * weight_z,
                               sum * weight_y * along_z.rises[z], sum * weight_y * weight_z);
    }
  }
  return shape;
}

LabelSampler::Seen LabelSampler::at(const Eigen::Vector3f& voxel) const {
  const Eigen::Vector3i low = floor_of(voxel);
  const Around<2> corners = around<2>(low);
  const auto& numbers = corners.numbers;
  const auto is_shown = [&](int number) { return shown_[static_cast<std::size_t>(number)] != 0; };
  const auto opacity_of = [&](int number) {
    return paints_[4 * static_cast<std::size_t>(number) + 3];
  };
  const bool alike = std::ranges::all_of(numbers, [&](int other) { return other == numbers[0]; });
  if (alike && is_shown(numbers[0])) return {numbers[0], opacity_of(numbers[0])};
  if (alike || std::ranges::none_of(numbers, is_shown)) return {};
  const Eigen::Vector3f part = voxel - low.cast<float>();
  std::array<float, 8> weights;
  for (std::size_t corner = 0; corner < 8; ++corner) {
    const auto along = [&](int axis) {
      return (corner >> axis & 1U) != 0 ? part[axis] : 1.0F - part[axis];
    };
    weights[corner] = along(0) * along(1) * along(2);
  }
  Seen seen;
  float most = 0.0F;
  float plain = 0.0F;
  for (std::size_t corner = 0; corner < 8; ++corner) {
    if (!is_shown(numbers[corner])) continue;
    plain += weights[corner];
    float votes = 0.0F;
    for (std::size_t other = 0; other < 8; ++other) {
      if (numbers[other] == numbers[corner]) votes += weights[other];
    }
    if (votes <= most) continue;
    most = votes;
    seen.number = numbers[corner];
  }
  float covered = 1.0F;
  if (!std::ranges::all_of(numbers, is_shown)) {
    covered = std::lerp(shape(voxel)[3], plain, plain_part);
  }
  seen.opacity = opacity_of(seen.number) * std::clamp(4.0F * covered - 2.0F, 0.0F, 1.0F);
  return seen;
}

Eigen::Vector3f LabelSampler::gradient(const Eigen::Vector3f& voxel) const {
  // Where all voxels around are shown, nothing rises.
  const Eigen::Array3i blocks = depths_->blocks.array();
  const Eigen::Array3i block = (floor_of(voxel).array() / BlockRanges::side).max(0).min(blocks - 1);
  const auto number = static_cast<std::size_t>(block[0] + blocks[0] * (block[1] + blocks[1] * block[2]));
  if (depths_->distance[number] > 1) return Eigen::Vector3f::Zero();
  return shape(voxel).head<3>();
}

}  // namespace volvr::render
