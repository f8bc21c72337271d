// SPDX-License-Identifier: Apache-2.0
#include "render/caster/shade_volume.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

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
  const auto layer =
      static_cast<std::size_t>(cells.cells[0]) * static_cast<std::size_t>(cells.cells[1]);
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
      if (!keep(*use.clips, texture.matrix())) taken[at] = 0;
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

// The cells in slices across an axis, with axes u and v.
struct Slices {
  Slices(const Eigen::Vector3i& cells, int along)
      : axis(along),
        u((along + 1) % 3),
        v((along + 2) % 3),
        nu(static_cast<std::size_t>(cells[u])),
        nv(static_cast<std::size_t>(cells[v])),
        stride{1, static_cast<std::size_t>(cells[0]),
               static_cast<std::size_t>(cells[0]) * static_cast<std::size_t>(cells[1])} {}

  std::size_t cell(int place, std::size_t i, std::size_t j) const {
    return static_cast<std::size_t>(place) * stride[static_cast<std::size_t>(axis)] +
           i * stride[static_cast<std::size_t>(u)] + j * stride[static_cast<std::size_t>(v)];
  }

  int axis, u, v;
  std::size_t nu, nv;
  std::array<std::size_t, 3> stride;
};

// Of each place what stands at another, part of a cell away; there is light around.
void shift(const std::vector<float>& from, std::vector<float>& to, const Slices& slices, float du,
           float dv) {
  const auto nu = static_cast<int>(slices.nu);
  const auto nv = static_cast<int>(slices.nv);
  const float whole_u = std::floor(du);
  const float whole_v = std::floor(dv);
  const float part_u = du - whole_u;
  const float part_v = dv - whole_v;
  const auto at = [&](int i, int j) {
    if (i < 0 || j < 0 || i >= nu || j >= nv) return 1.0F;
    return from[static_cast<std::size_t>(j) * slices.nu + static_cast<std::size_t>(i)];
  };
  for (int j = 0; j < nv; ++j) {
    for (int i = 0; i < nu; ++i) {
      const int x = i + static_cast<int>(whole_u);
      const int y = j + static_cast<int>(whole_v);
      const float low = at(x, y) + part_u * (at(x + 1, y) - at(x, y));
      const float high = at(x, y + 1) + part_u * (at(x + 1, y + 1) - at(x, y + 1));
      to[static_cast<std::size_t>(j) * slices.nu + static_cast<std::size_t>(i)] =
          low + part_v * (high - low);
    }
  }
}

// Light that comes from one side along an axis.
void sweep(const std::vector<std::uint8_t>& taken, const TakenTable& left,
           const Eigen::Vector3i& cells, int axis, bool from_ahead,
           std::vector<std::uint8_t>& light) {
  const Slices slices(cells, axis);
  const auto& left_along = left[static_cast<std::size_t>(axis)];
  std::vector<float> slice(slices.nu * slices.nv, 1.0F);
  std::vector<float> spare(slices.nu * slices.nv);
  for (int step = 0; step < cells[axis]; ++step) {
    const int place = from_ahead ? cells[axis] - 1 - step : step;
    for (std::size_t j = 0; j < slices.nv; ++j) {
      for (std::size_t i = 0; i < slices.nu; ++i) {
        const std::size_t at = slices.cell(place, i, j);
        float& here = slice[j * slices.nu + i];
        light[4 * at + static_cast<std::size_t>(axis)] =
            static_cast<std::uint8_t>(here * 255.0F + 0.5F);
        here *= left_along[taken[at]];
      }
    }
    spread(slice, spare, slices.nu, slices.nv);
  }
}

}  // namespace

ShadeVolume shade_volume(const LightCells& cells, const ShadeUse& use) {
  const Eigen::Array3d sides = use.spacing.array().abs() * cells.voxels.cast<double>().array();
  const double length = sides.mean();
  std::vector<std::uint8_t> taken = taken_by(cells, use, length);
  TakenTable left{};
  for (int axis = 0; axis < 3; ++axis) {
    for (std::size_t i = 0; i < 256; ++i) {
      left[static_cast<std::size_t>(axis)][i] =
          static_cast<float>(std::pow(1.0 - static_cast<double>(i) / full, sides[axis] / length));
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
  shade.taken = std::move(taken);
  shade.length = length;
  shade.sides = sides;
  return shade;
}

void add_lamp(ShadeVolume& shade, const Eigen::Vector3d& key) {
  const Eigen::Vector3d cells_along = key.cwiseQuotient(shade.sides);
  Eigen::Index axis = 0;
  const double steepest = cells_along.cwiseAbs().maxCoeff(&axis);
  std::array<float, 256> left{};
  for (std::size_t i = 0; i < 256; ++i) {
    // The way through a slice is as long as the one from it to the next.
    left[i] = static_cast<float>(
        std::pow(1.0 - static_cast<double>(i) / full, 1.0 / (steepest * shade.length)));
  }
  const Slices slices(shade.cells, static_cast<int>(axis));
  const auto to_lamp = [&](int other) { return static_cast<float>(cells_along[other] / steepest); };
  std::vector<float> slice(slices.nu * slices.nv, 1.0F);
  std::vector<float> spare(slices.nu * slices.nv);
  for (int step = 0; step < shade.cells[axis]; ++step) {
    const int place = cells_along[axis] > 0.0 ? shade.cells[axis] - 1 - step : step;
    for (std::size_t j = 0; j < slices.nv; ++j) {
      for (std::size_t i = 0; i < slices.nu; ++i) {
        const std::size_t at = slices.cell(place, i, j);
        float& here = slice[j * slices.nu + i];
        shade.ahead[4 * at + 3] = static_cast<std::uint8_t>(here * 255.0F + 0.5F);
        here *= left[shade.taken[at]];
      }
    }
    shift(slice, spare, slices, to_lamp(slices.u), to_lamp(slices.v));
    spread(spare, slice, slices.nu, slices.nv);
    slice.swap(spare);
  }
}

SideWeights side_weights(const Eigen::Vector3d& viewer) {
  constexpr double wrap = 0.35;  // how far beyond its side the viewer's light reaches
  constexpr double open = 0.85;  // what a plain surface that faces the viewer has of this light
  std::array<double, 6> of_viewer{};
  double sum = 0.0;
  for (std::size_t side = 0; side < 6; ++side) {
    const double sign = side < 3 ? 1.0 : -1.0;
    of_viewer[side] = std::max(sign * viewer[static_cast<Eigen::Index>(side % 3)] + wrap, 0.0);
    sum += of_viewer[side];
  }
  SideWeights weights{};
  for (std::size_t side = 0; side < 6; ++side) {
    weights[side] = static_cast<float>(0.5 * of_viewer[side] / (sum * open));
  }
  weights[6] = static_cast<float>(0.5 / open);
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
      float sum = 0.5F + weights[6] * static_cast<float>(ahead[3]);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        sum += weights[axis] * static_cast<float>(ahead[axis]) +
               weights[axis + 3] * static_cast<float>(behind[axis]);
      }
      result[at] = static_cast<std::uint8_t>(std::min(sum, 255.0F));
    }
  });
}

}  // namespace volvr::render
