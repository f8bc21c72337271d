// SPDX-License-Identifier: Apache-2.0
#include "dicom/diffusion.h"

#include <Eigen/Geometry>
#include <cmath>
#include <vector>

namespace volvr::dicom {

namespace {

// GE adds this to b-values that it did not scale.
constexpr double ge_mark = 1e9;

std::optional<double> b_value_of(const Elements& elements) {
  if (const auto b = elements.number(tag::diffusion_b_value)) return b;
  if (elements.text(tag::siemens_mr_creator) == "SIEMENS MR HEADER") {
    if (const auto b = elements.number(tag::siemens_b_value)) return b;
  }
  if (elements.text(tag::philips_creator) == "Philips Imaging DD 001") {
    if (const auto b = elements.number(tag::philips_b_value)) return b;
  }
  if (elements.text(tag::uih_creator) == "Image Private Header") {
    if (const auto b = elements.number(tag::uih_b_value)) return b;
  }
  if (elements.text(tag::ge_creator) == "GEMS_PARM_01") {
    const auto b = elements.number(tag::ge_b_value);
    if (b) return *b >= ge_mark ? *b - ge_mark : *b;
  }
  return std::nullopt;
}

std::vector<double> philips_gradient(const Elements& elements) {
  const auto x = elements.number(tag::philips_gradient_x);
  const auto y = elements.number(tag::philips_gradient_y);
  const auto z = elements.number(tag::philips_gradient_z);
  if (!x || !y || !z) return {};
  return {*x, *y, *z};
}

bool is_acquired_by_ge(const Elements& elements) {
  return elements.text(tag::ge_acquisition_creator) == "GEMS_ACQU_01";
}

// Along frequency, phase and slice; zero where absent.
Eigen::Vector3d ge_gradient(const Elements& elements) {
  const auto x = elements.number(tag::ge_gradient_x);
  const auto y = elements.number(tag::ge_gradient_y);
  const auto z = elements.number(tag::ge_gradient_z);
  if (!is_acquired_by_ge(elements) || !x || !y || !z) return Eigen::Vector3d::Zero();
  return {*x, *y, *z};
}

bool is_standard(const Elements& elements) {
  return !elements.numbers(tag::diffusion_gradient_orientation, 3).empty();
}

Eigen::Vector3d turned(const Eigen::Vector3d& v, const Orientation& orientation, bool by_columns) {
  const Eigen::Vector3d normal = orientation.row.cross(orientation.column);
  Eigen::Index plane = 0;
  normal.cwiseAbs().maxCoeff(&plane);
  Eigen::Vector3d along = by_columns ? Eigen::Vector3d(-v.x(), -v.y(), v.z())
                                     : Eigen::Vector3d(-v.y(), v.x(), v.z());
  if (plane == 0) along = -along;        // sagittal
  if (plane == 1) along.y() = -along.y();  // coronal
  return along.x() * orientation.row + along.y() * orientation.column + along.z() * normal;
}

// What GE's private elements tell, where the standard's do not.
void take_ge(const Elements& elements, const std::optional<Orientation>& orientation,
             Diffusion& diffusion) {
  const Eigen::Vector3d told = ge_gradient(elements);
  const double length = told.norm();
  constexpr double shortest = 0.03, nearly_one = 0.97;
  if (diffusion.b_value <= 0.0 || length <= shortest) return;
  if (length < nearly_one) {
    const double played = diffusion.b_value * length * length;
    diffusion.b_value = played < 5.0 ? 5.0 : std::floor((played + 2.5) / 5.0) * 5.0;
  }
  const std::string_view phase = elements.text(tag::phase_encoding_direction);
  if (!orientation || (!phase.starts_with("COL") && !phase.starts_with("ROW"))) return;
  diffusion.gradient = turned(told, *orientation, phase.starts_with("COL")).normalized();
}

std::vector<double> gradient_of(const Elements& elements) {
  if (auto v = elements.numbers(tag::diffusion_gradient_orientation, 3); !v.empty()) return v;
  if (elements.text(tag::siemens_mr_creator) == "SIEMENS MR HEADER") {
    if (auto v = elements.numbers(tag::siemens_gradient, 3); !v.empty()) return v;
  }
  if (elements.text(tag::philips_dd_creator) == "Philips MR Imaging DD 001") {
    if (auto v = philips_gradient(elements); !v.empty()) return v;
  }
  if (elements.text(tag::uih_creator) == "Image Private Header") {
    return elements.numbers(tag::uih_gradient, 3);
  }
  return {};
}

}  // namespace

std::optional<Diffusion> diffusion_of(const Elements& elements,
                                      const std::optional<Orientation>& orientation) {
  const auto b_value = b_value_of(elements);
  // GE keeps a b-value in every image; Philips marks images without weighting by -1.
  if (!b_value || *b_value < 0.0) return std::nullopt;
  Diffusion diffusion{*b_value, Eigen::Vector3d::Zero()};
  const std::vector<double> v = gradient_of(elements);
  const Eigen::Vector3d gradient =
      v.empty() ? Eigen::Vector3d::Zero() : Eigen::Vector3d(v[0], v[1], v[2]);
  if (gradient.norm() > 0.5 && *b_value > 0.0) diffusion.gradient = gradient.normalized();
  if (diffusion.gradient.isZero() && is_acquired_by_ge(elements) && !is_standard(elements)) {
    take_ge(elements, orientation, diffusion);
  }
  return diffusion;
}

bool has_turned_gradient(const Elements& elements, const Diffusion& diffusion) {
  return !diffusion.gradient.isZero() && is_acquired_by_ge(elements) && !is_standard(elements) &&
         !ge_gradient(elements).isZero();
}

}  // namespace volvr::dicom
