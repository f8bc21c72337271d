// SPDX-License-Identifier: Apache-2.0
#include "render/caster/shade_volume.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/parallel.h"

namespace volvr::render {

namespace {

constexpr double full = 255.0;
using TakenTable = std::array<std::array<float, 256>, 3>;

/// What a cell takes of light on a way of one reference length, from what its values can be.
class Opacities {
 public:
  Opacities(std::span<const float> table, double thickness, double length)
      : entries_(static_cast<double>(table.size())) {
    before_.reserve(table.size() + 1);
    before_.push_back(0.0);
    for (const float opacity : table) {
      const double clear = std::clamp(1.0 - static_cast<double>(opacity), 0.0, 1.0);
      before_.push_back(before_.back() + 1.0 - std::pow(clear, length / thickness));
    }
  }

  // Values between low and mean, and between mean and high, are taken to be equally frequent, each
  // side as much as the mean asks for.
  double of(double low, double mean, double high) const {
    if (high <= low) return average(mean, mean);
    const double below = (high - mean) / (high - low);
    return below * average(low, mean) + (1.0 - below) * average(mean, high);
  }

 private:
  double average(double from, double to) const {
    const double a = std::clamp(from / 65535.0 * entries_, 0.0, entries_ - 1.0);
    const double b = std::clamp(to / 65535.0 * entries_, a + 1.0, entries_);
    return (until(b) - until(a)) / (b - a);
  }
  double until(double place) const {
    const auto whole = static_cast<std::size_t>(place);
    const std::size_t next = std::min(whole + 1, before_.size() - 1);
    return std::lerp(before_[whole], before_[next], place - static_cast<double>(whole));
  }

  double entries_;
  std::vector<double> before_;
};

std::vector<std::uint8_t> taken_by(const LightCells& cells, const ShadeUse& use, double length) {
  const Opacities opacities(use.opacities, use.thickness, length);
  std::vector<std::uint8_t> taken(cells.mean.size());
  const auto layer = static_cast<std::size_t>(cells.cells[0]) *
                     static_cast<std::size_t>(cells.cells[1]);
  parallel_for(static_cast<std::size_t>(cells.cells[2]), 0, [&](std::size_t z) {
    for (std::size_t at = z * layer; at < (z + 1) * layer; ++at) {
      taken[at] = static_cast<std::uint8_t>(
          std::lround(full * opacities.of(cells.low[at], cells.mean[at], cells.high[at])));
      if (taken[at] == 0 || use.clips == nullptr) continue;
      const std::size_t in_layer = at - z * layer;
      const auto nx = static_cast<std::size_t>(cells.cells[0]);
      const Eigen::Array3d cell(static_cast<double>(in_layer % nx),
                                static_cast<double>(in_layer / nx), static_cast<double>(z));
      const Eigen::Array3d texture =
          (cell + 0.5) * cells.voxels.cast<double>().array() / use.size.cast<double>().array();
      if (!keep(*use.clips, texture)) taken[at] = 0;
    }
  });
  return taken;
}

// Spreads a slice to its neighbours: 1/4, 1/2, 1/4 along each of its axes; there is light around.
void spread(std::vector<float>& slice, std::vector<float>& spare, std::size_t nu, std::size_t nv) {
  const auto along = [](const std::vector<float>& from, std::vector<float>& to, std::size_t count,
                        std::size_t stride, std::size_t lines, std::size_t line_stride) {
    for (std::size_t line = 0; line < lines; ++line) {
      const std::size_t first = line * line_stride;
      float before = 1.0F;
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = first + i * stride;
        const float after = i + 1 < count ? from[at + stride] : 1.0F;
        to[at] = 0.25F * (before + after) + 0.5F * from[at];
        before = from[at];
      }
    }
  };
  along(slice, spare, nu, 1, nv, nu);
  along(spare, slice, nv, nu, nu, 1);
}

// Light that comes from one side along an axis.
void sweep(const std::vector<std::uint8_t>& taken, const TakenTable& left,
           const Eigen::Vector3i& cells, int axis, bool from_ahead,
           std::vector<std::uint8_t>& light) {
  const int u = (axis + 1) % 3;
  const int v = (axis + 2) % 3;
  const std::array<std::size_t, 3> stride{1, static_cast<std::size_t>(cells[0]),
                                          static_cast<std::size_t>(cells[0]) *
                                              static_cast<std::size_t>(cells[1])};
  const auto nu = static_cast<std::size_t>(cells[u]);
  const auto nv = static_cast<std::size_t>(cells[v]);
  const auto index = [](int i) { return static_cast<std::size_t>(i); };
  std::vector<float> slice(nu * nv, 1.0F);
  std::vector<float> spare(nu * nv);
  for (int step = 0; step < cells[axis]; ++step) {
    const int place = from_ahead ? cells[axis] - 1 - step : step;
    for (std::size_t j = 0; j < nv; ++j) {
      for (std::size_t i = 0; i < nu; ++i) {
        const std::size_t at = index(place) * stride[index(axis)] + i * stride[index(u)] +
                               j * stride[index(v)];
        float& here = slice[j * nu + i];
        light[4 * at + index(axis)] = static_cast<std::uint8_t>(here * 255.0F + 0.5F);
        here *= left[index(axis)][taken[at]];
      }
    }
    spread(slice, spare, nu, nv);
  }
}

}  // namespace

ShadeVolume shade_volume(const LightCells& cells, const ShadeUse& use) {
  const Eigen::Array3d sides = use.spacing.array().abs() * cells.voxels.cast<double>().array();
  const double length = sides.mean();
  const std::vector<std::uint8_t> taken = taken_by(cells, use, length);
  TakenTable left{};
  for (int axis = 0; axis < 3; ++axis) {
    for (std::size_t i = 0; i < 256; ++i) {
      left[static_cast<std::size_t>(axis)][i] = static_cast<float>(
          std::pow(1.0 - static_cast<double>(i) / full, sides[axis] / length));
    }
  }
  ShadeVolume shade;
  shade.cells = cells.cells;
  shade.ahead.assign(4 * cells.mean.size(), 0);
  shade.behind.assign(4 * cells.mean.size(), 0);
  parallel_for(6, 0, [&](std::size_t side) {
    const bool from_ahead = side < 3;
    sweep(taken, left, cells.cells, static_cast<int>(side % 3), from_ahead,
          from_ahead ? shade.ahead : shade.behind);
  });
  return shade;
}

SideWeights side_weights(const Eigen::Vector3d& key, const Eigen::Vector3d& viewer) {
  constexpr double wrap = 0.35;  // how far beyond its side the viewer's light reaches
  std::array<double, 6> of_key{};
  std::array<double, 6> of_viewer{};
  double key_sum = 0.0;
  double viewer_sum = 0.0;
  for (std::size_t side = 0; side < 6; ++side) {
    const auto axis = static_cast<Eigen::Index>(side % 3);
    const double sign = side < 3 ? 1.0 : -1.0;
    of_key[side] = std::pow(std::max(sign * key[axis], 0.0), 2);
    of_viewer[side] = std::max(sign * viewer[axis] + wrap, 0.0);
    key_sum += of_key[side];
    viewer_sum += of_viewer[side];
  }
  SideWeights weights{};
  for (std::size_t side = 0; side < 6; ++side) {
    weights[side] = static_cast<float>(0.5 * of_key[side] / key_sum +
                                       0.5 * of_viewer[side] / viewer_sum);
  }
  return weights;
}

void weigh_sides(const ShadeVolume& shade, const SideWeights& weights,
                 std::vector<std::uint8_t>& result) {
  const std::size_t cells = shade.ahead.size() / 4;
  result.resize(cells + 4);
  constexpr std::size_t at_once = 1 << 15;
  parallel_for((cells + at_once - 1) / at_once, 0, [&](std::size_t part) {
    const std::size_t end = std::min(cells, (part + 1) * at_once);
    for (std::size_t at = part * at_once; at < end; ++at) {
      const std::uint8_t* ahead = shade.ahead.data() + 4 * at;
      const std::uint8_t* behind = shade.behind.data() + 4 * at;
      float sum = 0.5F;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        sum += weights[axis] * static_cast<float>(ahead[axis]) +
               weights[axis + 3] * static_cast<float>(behind[axis]);
      }
      result[at] = static_cast<std::uint8_t>(std::min(sum, 255.0F));
    }
  });
}

}  // namespace volvr::render
