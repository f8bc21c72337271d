// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "core/text.h"
#include "dicom/check.h"
#include "dicom/findings.h"

namespace volvr::dicom {

namespace {

// How far a slice may lie from its place on the regular grid: a hundredth of the step, and never
// less than what positions written with two decimals are rounded by, at both ends and between.
constexpr double step_tolerance = 0.01;
constexpr double least_tolerance_mm = 0.011;

// Positions written with one decimal: said, but no reason to refuse the volume.
constexpr double coarse_tolerance_mm = 0.11;
constexpr double coarse_step_tolerance = 0.2;

// A lean that moves the last of 500 slices sideways by less than half a slice.
constexpr double right_angle_degrees = 0.05;

// SliceThickness and SpacingBetweenSlices are often rounded to a tenth of a millimetre.
constexpr double thickness_tolerance = 0.05;

struct Steps {
  std::vector<double> along;  ///< mm between neighbours along the normal, all positive
  double usual = 0.0;         ///< the lower median
  double sideways = 0.0;      ///< the largest distance of a slice from its place on the grid
};

double tolerance_for(double step) {
  return std::max(least_tolerance_mm, step_tolerance * step);
}

Steps steps_of(const std::vector<Header>& slices, const Eigen::Vector3d& normal) {
  Steps steps;
  const Eigen::Vector3d first = *slices.front().position;
  const Eigen::Vector3d step =
      (*slices.back().position - first) / static_cast<double>(slices.size() - 1);
  for (std::size_t k = 0; k < slices.size(); ++k) {
    const Eigen::Vector3d place = first + static_cast<double>(k) * step;
    steps.sideways = std::max(steps.sideways, (*slices[k].position - place).norm());
    if (k > 0) {
      steps.along.push_back((*slices[k].position - *slices[k - 1].position).dot(normal));
    }
  }
  std::vector<double> sorted = steps.along;
  std::ranges::sort(sorted);
  steps.usual = sorted[(sorted.size() - 1) / 2];
  return steps;
}

// How many slices are missing after each, or nothing where the steps are no multiples of one.
std::vector<int> gaps_of(const Steps& steps) {
  std::vector<int> gaps;
  for (const double step : steps.along) {
    const double multiple = std::round(step / steps.usual);
    if (multiple < 1.0 ||
        std::abs(step - multiple * steps.usual) > multiple * tolerance_for(steps.usual)) {
      return {};
    }
    gaps.push_back(static_cast<int>(multiple) - 1);
  }
  return gaps;
}

Finding missing_slices(const std::vector<int>& gaps) {
  constexpr int most_places_named = 5;
  int total = 0;
  int places = 0;
  std::string where;
  for (std::size_t k = 0; k < gaps.size(); ++k) {
    if (gaps[k] == 0) continue;
    total += gaps[k];
    if (++places <= most_places_named) {
      where += (where.empty() ? "" : ", ") + std::to_string(gaps[k]) + " after slice " +
               std::to_string(k + 1);
    }
  }
  if (places > most_places_named) where += ", and more";
  return {FindingCode::missing_slices,
          Severity::error,
          count_of(static_cast<std::size_t>(total), "slice") + (total == 1 ? " is" : " are") +
              " missing: " + where + ".",
          {}};
}

Finding uneven_spacing(const Steps& steps) {
  const auto [least, most] = std::ranges::minmax(steps.along);
  std::string message = "The slices are not evenly spaced: their distances run from " +
                        millimetres(least) + " to " + millimetres(most) + " mm.";
  if (most - least <= tolerance_for(steps.usual)) {
    message = "The slices do not lie on one line: one is " + millimetres(steps.sideways) +
              " mm away from where an even stack would have it.";
  }
  return {FindingCode::uneven_spacing, Severity::error, message, {}};
}

bool is_coarsely_even(const Steps& steps) {
  return steps.sideways <= coarse_tolerance_mm &&
         steps.sideways <= coarse_step_tolerance * steps.usual;
}

Finding coarse_positions(const Steps& steps) {
  return {FindingCode::uneven_spacing,
          Severity::warning,
          "The slices lie up to " + millimetres(steps.sideways) +
              " mm away from where an even stack has them; they are taken for even.",
          {}};
}

void check_lean(const std::vector<Header>& slices, const Eigen::Vector3d& normal,
                std::vector<Finding>& findings) {
  const Eigen::Vector3d along = *slices.back().position - *slices.front().position;
  const double sine = along.normalized().cross(normal).norm();
  const double degrees =
      std::atan2(sine, along.normalized().dot(normal)) * 180.0 / std::numbers::pi;
  if (degrees <= right_angle_degrees) return;
  findings.push_back({FindingCode::gantry_tilt,
                      Severity::warning,
                      "The stack leans by " + short_number(degrees, 3) +
                          " degrees against its slices' normal; the volume is kept sheared.",
                      {}});
}

void compare_with_attributes(const Header& slice, double spacing, std::vector<Finding>& findings) {
  const auto differs = [&](const std::optional<double>& value) {
    return value && std::abs(*value - spacing) > thickness_tolerance * spacing;
  };
  std::string said;
  if (differs(slice.spacing_between_slices)) {
    said = "SpacingBetweenSlices says " + millimetres(*slice.spacing_between_slices) + " mm";
  }
  if (differs(slice.slice_thickness)) {
    said += (said.empty() ? "SliceThickness says " : ", SliceThickness ") +
            millimetres(*slice.slice_thickness) + " mm";
  }
  if (said.empty()) return;
  findings.push_back({FindingCode::spacing_disagrees,
                      Severity::note,
                      said + ", but the slices lie " + millimetres(spacing) + " mm apart.",
                      {}});
}

Finding missing_geometry(const std::vector<Header>& slices) {
  const Header& slice = slices.front();
  std::string missing;
  const auto name = [&](bool there, const char* keyword) {
    if (!there) missing += (missing.empty() ? "" : ", ") + std::string(keyword);
  };
  name(slice.position.has_value(), "ImagePositionPatient");
  name(slice.orientation.has_value(), "ImageOrientationPatient");
  name(slice.pixel_spacing.has_value(), "PixelSpacing");
  std::vector<std::string> files;
  for (const Header& one : slices) files.push_back(one.instance.file.string());
  return about_files(FindingCode::missing_geometry, Severity::error,
                     "The image {file} has no valid " + missing + ".",
                     "{count} images have no valid " + missing + ".", files);
}

std::vector<Finding> check_single(const Header& slice) {
  if (!slice.slice_thickness) {
    return {{FindingCode::missing_geometry,
             Severity::error,
             "There is one slice only, without SliceThickness: nothing tells how thick it is.",
             {slice.instance.file.string()}}};
  }
  return {{FindingCode::single_slice,
           Severity::warning,
           "There is one slice only; its thickness of " + millimetres(*slice.slice_thickness) +
               " mm stands for the spacing.",
           {slice.instance.file.string()}}};
}

}  // namespace

double usual_step(const std::vector<Header>& slices) {
  return steps_of(slices, normal_of(*slices.front().orientation)).usual;
}

std::vector<Finding> check_geometry(const std::vector<Header>& slices) {
  if (!std::ranges::all_of(slices, has_geometry)) return {missing_geometry(slices)};
  if (slices.size() == 1) return check_single(slices.front());
  const Eigen::Vector3d normal = normal_of(*slices.front().orientation);
  const Steps steps = steps_of(slices, normal);
  std::vector<Finding> findings;
  const std::vector<int> gaps = gaps_of(steps);
  if (std::ranges::any_of(gaps, [](int gap) { return gap > 0; })) {
    findings.push_back(missing_slices(gaps));
  } else if (steps.sideways > tolerance_for(steps.usual)) {
    findings.push_back(is_coarsely_even(steps) ? coarse_positions(steps) : uneven_spacing(steps));
  }
  check_lean(slices, normal, findings);
  compare_with_attributes(slices.front(), steps.usual, findings);
  return findings;
}

}  // namespace volvr::dicom
