// SPDX-License-Identifier: Apache-2.0
#include "dicom/planes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "dicom/findings.h"

namespace volvr::dicom {

namespace {

// Difference of unit vectors that rounding explains: a corner of a 500 mm slice moves by 0.05 mm.
constexpr double same_direction = 1e-4;

// Relative difference of pixel spacings that rounding explains: 0.05 pixels across 512.
constexpr double same_spacing = 1e-4;

bool same_format(const Header& a, const Header& b) {
  const PixelLayout& p = a.instance.pixels;
  const PixelLayout& q = b.instance.pixels;
  return p.rows == q.rows && p.columns == q.columns && p.bits_allocated == q.bits_allocated &&
         p.is_signed == q.is_signed && p.samples_per_pixel == q.samples_per_pixel &&
         p.photometric_interpretation == q.photometric_interpretation &&
         p.sample_kind == q.sample_kind && a.instance.tile.has_value() == b.instance.tile.has_value() &&
         (*a.pixel_spacing - *b.pixel_spacing).norm() <= same_spacing * a.pixel_spacing->norm();
}

bool is_localizer(const Header& header) {
  const std::string& type = header.traits[static_cast<std::size_t>(Trait::image_type)];
  return type.find("LOCALIZER") != std::string::npos;
}

bool same_plane(const Header& a, const Header& b) {
  return is_localizer(a) == is_localizer(b) && (a.orientation->row - b.orientation->row).norm() <= same_direction &&
         (a.orientation->column - b.orientation->column).norm() <= same_direction;
}

std::string plane_label(const Header& header) {
  GridGeometry grid;
  grid.size = {1, 1, 1};
  grid.patient_from_index.linear() << header.orientation->row, header.orientation->column,
      normal_of(*header.orientation);
  return plane_name(grid);
}

std::string format_label(const Header& header) {
  const PixelLayout& pixels = header.instance.pixels;
  std::string label = std::to_string(pixels.columns) + " × " + std::to_string(pixels.rows) +
                      " pixels of " + millimetres(header.pixel_spacing->x()) + " × " +
                      millimetres(header.pixel_spacing->y()) + " mm";
  return label + ", " + std::to_string(pixels.bits_allocated) + " bits";
}

// Labels tell what differs: the plane, the format, or failing both a number.
void label_stacks(std::vector<Stack>& stacks) {
  std::set<std::string> planes;
  std::set<std::string> formats;
  for (const Stack& stack : stacks) {
    planes.insert(plane_label(stack.slices.front()));
    formats.insert(format_label(stack.slices.front()));
  }
  std::map<std::string, int> used;
  for (Stack& stack : stacks) {
    const Header& first = stack.slices.front();
    if (planes.size() > 1) stack.label = plane_label(first);
    if (formats.size() > 1) {
      stack.label += (stack.label.empty() ? "" : ", ") + format_label(first);
    }
    const int number = ++used[stack.label];
    if (stack.label.empty()) {
      stack.label = "stack " + std::to_string(number);
    } else if (number > 1) {
      stack.label += " (" + std::to_string(number) + ")";
    }
  }
}

}  // namespace

std::vector<Stack> stacks_by_plane(std::vector<Header> headers, std::vector<Finding>& findings) {
  std::vector<Stack> stacks;
  Stack without_geometry;
  for (Header& header : headers) {
    if (!has_geometry(header)) {
      without_geometry.slices.push_back(std::move(header));
      continue;
    }
    const auto home = std::ranges::find_if(stacks, [&](const Stack& stack) {
      return same_plane(stack.slices.front(), header) && same_format(stack.slices.front(), header);
    });
    if (home != stacks.end()) {
      home->slices.push_back(std::move(header));
    } else {
      stacks.emplace_back().slices.push_back(std::move(header));
    }
  }
  if (stacks.size() > 1) {
    const bool formats_differ = std::ranges::any_of(stacks, [&](const Stack& stack) {
      return !same_format(stacks.front().slices.front(), stack.slices.front());
    });
    if (formats_differ) {
      findings.push_back({FindingCode::mixed_formats,
                          Severity::note,
                          "The series mixes images of different size or pixel format.",
                          {}});
    }
    label_stacks(stacks);
    findings.push_back(
        {FindingCode::several_volumes,
         Severity::note,
         "The series holds images of " + std::to_string(stacks.size()) +
             (formats_differ ? " different planes or formats." : " different planes."),
         {}});
  }
  if (!without_geometry.slices.empty()) stacks.push_back(std::move(without_geometry));
  return stacks;
}

void sort_along_normal(Stack& stack) {
  const Eigen::Vector3d normal = normal_of(*stack.slices.front().orientation);
  std::ranges::stable_sort(stack.slices, {},
                           [&](const Header& slice) { return slice.position->dot(normal); });
}

}  // namespace volvr::dicom
