// SPDX-License-Identifier: Apache-2.0
#include "dicom/diffusion.h"

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

std::optional<Diffusion> diffusion_of(const Elements& elements) {
  const auto b_value = b_value_of(elements);
  // GE keeps a b-value in every image; Philips marks images without weighting by -1.
  if (!b_value || *b_value < 0.0) return std::nullopt;
  Diffusion diffusion{*b_value, Eigen::Vector3d::Zero()};
  const std::vector<double> v = gradient_of(elements);
  const Eigen::Vector3d gradient =
      v.empty() ? Eigen::Vector3d::Zero() : Eigen::Vector3d(v[0], v[1], v[2]);
  if (gradient.norm() > 0.5 && *b_value > 0.0) diffusion.gradient = gradient.normalized();
  return diffusion;
}

}  // namespace volvr::dicom
