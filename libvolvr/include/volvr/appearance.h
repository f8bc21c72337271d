// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/volume.h"

namespace volvr {

/// How samples along a ray become one pixel.
enum class Technique { composite, mip, minip, average, isosurface };

/// The names in commands and files, in the order of the enumerators.
std::span<const std::string_view> technique_names();
std::string_view to_string(Technique technique);

/// Window of values, in the volume's units. `width` > 0.
struct Window {
  double centre = 0.0;
  double width = 1.0;
  bool operator==(const Window&) const = default;
};

struct ColourPoint {
  double value = 0.0;                               ///< see Appearance::scale
  Eigen::Vector3d rgb = Eigen::Vector3d::Ones();    ///< sRGB, each 0..1
  bool operator==(const ColourPoint&) const = default;
};

struct OpacityPoint {
  double value = 0.0;
  double opacity = 0.0;  ///< 0..1, of a sample one millimetre thick
  bool operator==(const OpacityPoint&) const = default;
};

/// Of homogeneous tissue less may be seen than of its borders.
struct GradientPoint {
  double gradient = 0.0;  ///< its magnitude, in units of value per millimetre of the patient; >= 0
  double factor = 1.0;    ///< 0..1, that the opacity of the sample's value is multiplied with
  bool operator==(const GradientPoint&) const = default;
};

/// What the numbers on an appearance's value axis mean.
enum class ValueScale {
  absolute,  ///< the volume's own units (HU)
  relative,  ///< 0 at the 1 % quantile of the volume's values above its background, 1 at 99.5 %
};

/// How a volume looks: a value that can be copied, compared, edited and saved.
struct Appearance {
  std::string name;   ///< for commands: lower case with hyphens, "ct-bone"
  std::string title;  ///< for people: "CT bone"
  std::vector<std::string> modalities;  ///< Modality values that it is meant for
  std::vector<std::string> body_parts;  ///< BodyPartExamined values, the best suited first
  std::vector<std::string> words;  ///< of series descriptions and protocols that ask for it: "CTA"
  Technique technique = Technique::composite;
  ValueScale scale = ValueScale::absolute;
  // Linear between the points, constant beyond the first and the last.
  std::vector<ColourPoint> colours;     ///< by rising value
  std::vector<OpacityPoint> opacities;  ///< by rising value
  /// By rising gradient; empty: opacity is by value alone. The gradient at a sample is that of the
  /// values between the neighbours one voxel away on both sides along each axis of the grid, all
  /// interpolated as the sample itself, turned into the patient's frame.
  std::vector<GradientPoint> gradient_opacities;
  bool shade = true;
  double ambient = 0.1;
  double diffuse = 0.9;
  double specular = 0.2;
  double specular_power = 10.0;
  double shadows = 0.0;  ///< strength of soft shadows, 0..1; 0 is as VTK's ray caster draws
  Window window;  ///< the window that the points were drawn for; moving it stretches them
  bool operator==(const Appearance&) const = default;
};

/// The built-in presets, in the order of "next preset".
const std::vector<Appearance>& presets();

/// @throws Error unknown_preset, naming the nearest names
const Appearance& find_preset(std::string_view name);

/// The presets meant for this modality, never empty (all of them for an unknown one).
std::vector<std::string> presets_for(std::string_view modality);

/// The same, those first that suit this series best: which the most words of its description and
/// protocol ask for, then which name its body part. Words of the description stand in for an absent
/// BodyPartExamined.
std::vector<std::string> presets_for(const SeriesAttributes& series);

/// @throws Error invalid_argument for what cannot be drawn, naming the place ("opacities[2]"): no
///         points, points that do not rise, numbers that are not finite or out of range, opacities
///         that are all zero, a window that is not wider than zero
void require_drawable(const Appearance& appearance);

/// The appearance with all its values in the volume's units: relative ones are placed by its histogram.
/// @throws Error as require_drawable
Appearance resolve(const Appearance& appearance, const Volume& volume);

/// The appearance with its points moved and stretched as the window is. Precondition: absolute scale.
Appearance with_window(const Appearance& appearance, const Window& window);

}  // namespace volvr
