// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <utility>

#include "dicom/structure_set.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// A contour may lie this far from its slice's plane, in slices.
constexpr double half_a_slice = 0.5 + 1e-3;

// Contours of one plane, as writers round their places; in slices.
constexpr double same_plane = 0.02;

struct Outline {
  int k = 0;
  double away = 0.0;  ///< from the slice's plane, in slices
  std::vector<Eigen::Vector2d> points;  ///< continuous i and j
};

Outline outline_of(const Contour& contour, const Eigen::Affine3d& index_from_patient) {
  Outline outline;
  double least = 1e300;
  double most = -1e300;
  for (const Eigen::Vector3d& point : contour) {
    const Eigen::Vector3d index = index_from_patient * point;
    outline.points.emplace_back(index.head<2>());
    least = std::min(least, index.z());
    most = std::max(most, index.z());
  }
  if (most - least > half_a_slice) {
    throw Error(ErrorCode::unsupported,
                "A contour does not lie in the plane of the image's slices.");
  }
  const double middle = 0.5 * (least + most);
  outline.k = static_cast<int>(std::floor(middle + 0.5));
  outline.away = middle - outline.k;
  return outline;
}

// Turns the pixels inside of the outline, row by row, from where its edges cross the row.
void toggle_inside(const Outline& outline, const Eigen::Vector3i& size,
                   std::vector<char>& inside) {
  std::vector<double> crossings;
  for (int j = 0; j < size[1]; ++j) {
    crossings.clear();
    for (std::size_t n = 0; n < outline.points.size(); ++n) {
      const Eigen::Vector2d& a = outline.points[n];
      const Eigen::Vector2d& b = outline.points[(n + 1) % outline.points.size()];
      if ((a.y() <= j) == (b.y() <= j)) continue;
      crossings.push_back(a.x() + (j - a.y()) / (b.y() - a.y()) * (b.x() - a.x()));
    }
    std::ranges::sort(crossings);
    for (std::size_t n = 0; n + 1 < crossings.size(); n += 2) {
      const int first = std::max(0, static_cast<int>(std::ceil(crossings[n])));
      const int last = std::min(size[0] - 1, static_cast<int>(std::ceil(crossings[n + 1])) - 1);
      for (int i = first; i <= last; ++i) {
        char& pixel = inside[static_cast<std::size_t>(j) * static_cast<std::size_t>(size[0]) +
                             static_cast<std::size_t>(i)];
        pixel = pixel == 0 ? 1 : 0;
      }
    }
  }
}

void set_voxels(const std::vector<char>& inside, int value, std::span<std::byte> slice) {
  const std::size_t width = slice.size() / inside.size();
  const auto word = static_cast<std::uint16_t>(value);
  for (std::size_t n = 0; n < inside.size(); ++n) {
    if (inside[n] != 0) std::memcpy(slice.data() + n * width, &word, width);
  }
}

// How far from the slice the plane lies whose contours it shows.
double nearest_plane(const std::vector<Outline>& outlines) {
  double nearest = 1.0;
  for (const Outline& outline : outlines) {
    if (std::abs(outline.away) < std::abs(nearest)) nearest = outline.away;
  }
  return nearest;
}

}  // namespace

Undrawn fill_contours(const std::vector<Contour>& contours, const GridGeometry& grid, int value,
                      std::span<std::byte> voxels) {
  std::ranges::fill(voxels, std::byte{0});
  const Eigen::Affine3d index_from_patient = grid.patient_from_index.inverse();
  Undrawn undrawn;
  std::map<int, std::vector<Outline>> by_slice;
  for (const Contour& contour : contours) {
    if (contour.size() < 3) continue;
    Outline outline = outline_of(contour, index_from_patient);
    if (outline.k < 0 || outline.k >= grid.size[2]) {
      ++undrawn.beyond;
    } else {
      by_slice[outline.k].push_back(std::move(outline));
    }
  }
  const std::size_t slot = voxels.size() / static_cast<std::size_t>(grid.size[2]);
  std::vector<char> inside(static_cast<std::size_t>(grid.size[0]) *
                           static_cast<std::size_t>(grid.size[1]));
  for (const auto& [k, outlines] : by_slice) {
    std::ranges::fill(inside, 0);
    const double plane = nearest_plane(outlines);
    for (const Outline& outline : outlines) {
      if (std::abs(outline.away - plane) <= same_plane) {
        toggle_inside(outline, grid.size, inside);
      } else {
        ++undrawn.between;
      }
    }
    set_voxels(inside, value, voxels.subspan(static_cast<std::size_t>(k) * slot, slot));
  }
  return undrawn;
}

}  // namespace volvr::dicom
