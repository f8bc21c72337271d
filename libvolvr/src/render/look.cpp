// SPDX-License-Identifier: Apache-2.0
#include "render/look.h"

#include <algorithm>

#include <vtkColorTransferFunction.h>
#include <vtkContourValues.h>
#include <vtkPiecewiseFunction.h>

namespace volvr::render {

namespace {

constexpr double millimetre = 0.001;  // in the dataset's metres

// VTK multiplies a projection's colour with its opacity. Grey over the window, and clear where it
// is black, is therefore white of rising opacity.
void make_grey(Appearance& appearance, double black, double white) {
  appearance.colours = {{black, Eigen::Vector3d::Ones()}, {white, Eigen::Vector3d::Ones()}};
  appearance.opacities = {{black, 0.0}, {white, 1.0}};
}

void make_opaque_grey(Appearance& appearance, double black, double white) {
  appearance.colours = {{black, Eigen::Vector3d::Zero()}, {white, Eigen::Vector3d::Ones()}};
  appearance.opacities = {{black, 1.0}, {white, 1.0}};
}

void fill(vtkVolumeProperty& property, const Appearance& appearance) {
  vtkColorTransferFunction* colours = property.GetRGBTransferFunction(0);
  colours->RemoveAllPoints();
  for (const ColourPoint& point : appearance.colours) {
    colours->AddRGBPoint(point.value, point.rgb[0], point.rgb[1], point.rgb[2]);
  }
  vtkPiecewiseFunction* opacities = property.GetScalarOpacity(0);
  opacities->RemoveAllPoints();
  for (const OpacityPoint& point : appearance.opacities) {
    opacities->AddPoint(point.value, std::clamp(point.opacity, 0.0, 1.0));
  }
}

// VTK counts a gradient over the average side of a voxel.
void fill_gradients(vtkVolumeProperty& property, const Appearance& appearance,
                    const DisplayImage& image) {
  const auto& points = appearance.gradient_opacities;
  const bool used = appearance.technique == Technique::composite && !points.empty();
  if (!used && !property.HasGradientOpacity()) return;
  property.SetDisableGradientOpacity(used ? 0 : 1);
  if (!used) return;
  const Eigen::Vector3d spacing(image.image->GetSpacing());
  vtkPiecewiseFunction* factors = property.GetGradientOpacity(0);
  factors->RemoveAllPoints();
  for (const GradientPoint& point : points) {
    factors->AddPoint(point.gradient * spacing.mean() / millimetre, point.factor);
  }
}

}  // namespace

Look look_of(const State& state) {
  Look look;
  look.appearance = with_window(state.appearance, state.window);
  look.appearance.technique = state.technique;
  look.appearance.shade = state.shade;
  look.black = state.window.centre - 0.5 * state.window.width;
  look.white = state.window.centre + 0.5 * state.window.width;
  const bool foreign = state.appearance.technique != state.technique;
  switch (state.technique) {
    case Technique::composite:
      break;
    case Technique::mip:
      if (foreign) make_grey(look.appearance, look.black, look.white);
      break;
    case Technique::minip:
      // What is darkest must hide the background as well as what is bright.
      if (foreign) make_opaque_grey(look.appearance, look.black, look.white);
      break;
    case Technique::average:
      // VTK multiplies each sample with its opacity before it averages.
      make_opaque_grey(look.appearance, look.black, look.white);
      break;
    case Technique::isosurface:
      look.appearance.opacities = {{look.black, 1.0}, {look.white, 1.0}};
      break;
  }
  return look;
}

double opacity_at(const Appearance& appearance, double value) {
  const auto& points = appearance.opacities;
  if (points.empty()) return 0.0;
  const auto after = std::ranges::upper_bound(points, value, {}, &OpacityPoint::value);
  if (after == points.begin()) return points.front().opacity;
  if (after == points.end()) return points.back().opacity;
  const auto before = after - 1;
  const double part = (value - before->value) / (after->value - before->value);
  return before->opacity + part * (after->opacity - before->opacity);
}

void apply(const Look& look, const DisplayImage& image, vtkVolumeProperty& property) {
  const Appearance& appearance = look.appearance;
  fill(property, appearance);
  property.SetInterpolationTypeToLinear();
  property.SetScalarOpacityUnitDistance(0, millimetre);
  fill_gradients(property, appearance, image);
  property.SetIndependentComponents(image.colour ? 0 : 1);
  property.SetShade(appearance.shade ? 1 : 0);
  property.SetAmbient(appearance.ambient);
  property.SetDiffuse(appearance.diffuse);
  property.SetSpecular(appearance.specular);
  property.SetSpecularPower(appearance.specular_power);
  if (appearance.technique == Technique::isosurface) {
    property.GetIsoSurfaceValues()->SetValue(0, 0.5 * (look.black + look.white));
  }
}

void apply(const Look& look, const DisplayImage& image, vtkVolumeProperty& property,
           RayCaster& caster) {
  apply(look, image, property);
  caster.set_technique(look.appearance.technique);
  caster.set_shadows(look.appearance.shadows);
  caster.set_average_range(look.black, look.white);
}

}  // namespace volvr::render
