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

LabelSampler::LabelSampler(std::span<const std::uint8_t> numbers, const Eigen::Vector3i& size,
                           std::span<const float> paints)
    : small_(numbers), size_(size), paints_(paints) {
  find_shown();
}

LabelSampler::LabelSampler(std::span<const std::uint16_t> numbers, const Eigen::Vector3i& size,
                           std::span<const float> paints)
    : large_(numbers), size_(size), paints_(paints) {
  find_shown();
}

void LabelSampler::find_shown() {
  shown_.resize(paints_.size() / 4);
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
  if (std::ranges::none_of(numbers, is_shown)) return {};
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
  const float opacity = paints_[4 * static_cast<std::size_t>(seen.number) + 3];
  seen.opacity = opacity * std::clamp(4.0F * covered - 2.0F, 0.0F, 1.0F);
  return seen;
}

Eigen::Vector3f LabelSampler::gradient(const Eigen::Vector3f& voxel) const {
  return shape(voxel).head<3>();
}

}  // namespace volvr::render
