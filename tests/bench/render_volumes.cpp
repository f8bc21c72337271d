// SPDX-License-Identifier: Apache-2.0
#include "bench/render_volumes.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <vector>

namespace volvr::bench {

namespace {

struct Tap {
  std::int64_t first = 0;
  std::int64_t second = 0;
  float part = 0.0F;
};

// Where the voxels along one axis of the new grid lie between those of the old one.
std::vector<Tap> taps(int from, int to) {
  std::vector<Tap> result;
  for (int at = 0; at < to; ++at) {
    const double place = std::clamp((at + 0.5) * from / to - 0.5, 0.0, from - 1.0);
    const auto first = static_cast<std::int64_t>(place);
    result.push_back({first, std::min<std::int64_t>(first + 1, from - 1),
                      static_cast<float>(place - static_cast<double>(first))});
  }
  return result;
}

}  // namespace

Volume resized(const Volume& volume, const Eigen::Vector3i& size) {
  const GridGeometry& old = volume.geometry();
  const auto values = volume.values<std::int16_t>();
  const std::int64_t row = old.size[0];
  const std::int64_t slice = row * old.size[1];
  const auto x = taps(old.size[0], size[0]);
  const auto y = taps(old.size[1], size[1]);
  const auto z = taps(old.size[2], size[2]);
  GridGeometry grid;
  grid.size = size;
  const Eigen::Vector3d factor = old.size.cast<double>().cwiseQuotient(size.cast<double>());
  const Eigen::Vector3d half = Eigen::Vector3d::Constant(0.5);
  grid.patient_from_index = old.patient_from_index * Eigen::Translation3d(-half) *
                            Eigen::Scaling(factor) * Eigen::Translation3d(half);
  const auto buffer = allocate_voxels(voxel_count(grid) * sizeof(std::int16_t));
  auto* const to = static_cast<std::int16_t*>(buffer.get());
  const auto fill = [&](std::size_t k) {
    const auto plane = static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]);
    std::int16_t* out = to + k * plane;
    for (const Tap& v : y) {
      const auto at = [&](std::int64_t i, std::int64_t j, std::int64_t l) {
        return static_cast<float>(values[static_cast<std::size_t>(l * slice + j * row + i)]);
      };
      const auto in_plane = [&](const Tap& u, std::int64_t l) {
        const float front = std::lerp(at(u.first, v.first, l), at(u.second, v.first, l), u.part);
        const float rear = std::lerp(at(u.first, v.second, l), at(u.second, v.second, l), u.part);
        return std::lerp(front, rear, v.part);
      };
      for (const Tap& u : x) {
        *out++ = static_cast<std::int16_t>(
            std::lround(std::lerp(in_plane(u, z[k].first), in_plane(u, z[k].second), z[k].part)));
      }
    }
  };
  std::vector<std::jthread> threads;
  const std::size_t count = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t thread = 0; thread < count; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t k = thread; k < z.size(); k += count) fill(k);
    });
  }
  threads.clear();
  return Volume(grid, VoxelType::int16, buffer, 1, volume.unit());
}

}  // namespace volvr::bench
