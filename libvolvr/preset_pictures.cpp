// SPDX-License-Identifier: Apache-2.0
#include "preset_pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "panels/between_points.h"

namespace volvr {

namespace {

constexpr double opaque_enough = 0.98;

double opacity_of(const Appearance& look, double value) {
  return panels::between_points(look.opacities, value,
                                [](const OpacityPoint& point) { return point.opacity; });
}

Eigen::Vector3d colour_of(const Appearance& look, double value) {
  return panels::between_points(look.colours, value,
                                [](const ColourPoint& point) { return point.rgb; });
}

}  // namespace

PresetPictures::PresetPictures(const Volume& volume, int side) : side_(side) {
  const Eigen::AlignedBox3d bounds = bounds_in_patient(volume.geometry());
  const Eigen::Vector3d sizes = bounds.sizes();
  const Eigen::Vector3d middle = bounds.center();
  step_ = std::max({sizes[0], sizes[2], 1e-6}) / side;
  deep_ = std::clamp(static_cast<int>(std::lround(sizes[1] / step_)), 1, 4 * side);
  values_.reserve(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_ * deep_));
  for (int y = 0; y < deep_; ++y) {
    for (int z = 0; z < side_; ++z) {
      for (int x = 0; x < side_; ++x) {
        const Eigen::Vector3d from_middle(x + 0.5 - 0.5 * side_, y + 0.5 - 0.5 * deep_,
                                          0.5 * side_ - z - 0.5);
        const auto value = probe(volume, middle + step_ * from_middle);
        values_.push_back(value ? static_cast<float>(*value)
                                : std::numeric_limits<float>::quiet_NaN());
      }
    }
  }
}

float PresetPictures::at(int x, int y, int z) const {
  x = std::clamp(x, 0, side_ - 1);
  z = std::clamp(z, 0, side_ - 1);
  y = std::clamp(y, 0, deep_ - 1);
  return values_[static_cast<std::size_t>((y * side_ + z) * side_ + x)];
}

// A lamp at the viewer: bright where the surface faces them.
double PresetPictures::lit(const Appearance& look, int x, int y, int z) const {
  if (!look.shade) return 1.0;
  const Eigen::Vector3d slope(at(x + 1, y, z) - at(x - 1, y, z), at(x, y + 1, z) - at(x, y - 1, z),
                              at(x, y, z + 1) - at(x, y, z - 1));
  const double steep = slope.norm();
  if (!(steep > 0.0)) return look.ambient + look.diffuse;
  return look.ambient + look.diffuse * std::abs(slope[1]) / steep;
}

Eigen::Vector3d PresetPictures::composite(const Appearance& look, int x, int z) const {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  double covered = 0.0;
  for (int y = 0; y < deep_ && covered < opaque_enough; ++y) {
    const double value = static_cast<double>(at(x, y, z));
    if (!std::isfinite(value)) continue;
    const double opacity = opacity_of(look, value);
    if (opacity <= 0.0) continue;
    const double part = (1.0 - covered) * (1.0 - std::pow(1.0 - std::min(opacity, 0.9999), step_));
    sum += part * lit(look, x, y, z) * colour_of(look, value);
    covered += part;
  }
  return sum;
}

Eigen::Vector3d PresetPictures::projection(const Appearance& look, int x, int z) const {
  double most = -std::numeric_limits<double>::infinity();
  double least = std::numeric_limits<double>::infinity();
  double sum = 0.0;
  int count = 0;
  for (int y = 0; y < deep_; ++y) {
    const double value = static_cast<double>(at(x, y, z));
    if (!std::isfinite(value)) continue;
    most = std::max(most, value);
    least = std::min(least, value);
    sum += value;
    ++count;
  }
  if (count == 0) return Eigen::Vector3d::Zero();
  const double value = look.technique == Technique::mip     ? most
                       : look.technique == Technique::minip ? least
                                                            : sum / count;
  return opacity_of(look, value) * colour_of(look, value);
}

Picture PresetPictures::draw(const Appearance& look) const {
  const bool projects = look.technique == Technique::mip || look.technique == Technique::minip ||
                        look.technique == Technique::average;
  Picture picture{side_, side_, {}};
  picture.rgb.reserve(static_cast<std::size_t>(3 * side_ * side_));
  for (int z = 0; z < side_; ++z) {
    for (int x = 0; x < side_; ++x) {
      const Eigen::Vector3d rgb = projects ? projection(look, x, z) : composite(look, x, z);
      for (const double part : rgb) {
        picture.rgb.push_back(
            static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(part, 0.0, 1.0))));
      }
    }
  }
  return picture;
}

}  // namespace volvr
