// SPDX-License-Identifier: Apache-2.0
#include "render/caster/transfer_tables.h"

#include <algorithm>
#include <cmath>

#include <vtkColorTransferFunction.h>
#include <vtkPiecewiseFunction.h>
#include <vtkTextureObject.h>

namespace volvr::render {

namespace {

constexpr int fewest_entries = 1024;
constexpr double least_opacity = 0.0001;  // what is less is not made thinner

int entries(int wanted, vtkOpenGLRenderWindow& window) {
  const int most = std::max(vtkTextureObject::GetMaximumTextureSize(&window), fewest_entries);
  return std::clamp(wanted, fewest_entries, most);
}

}  // namespace

int opacity_entries(vtkVolumeProperty& property, const TableUse& use,
                    vtkOpenGLRenderWindow& window) {
  vtkPiecewiseFunction& function = *property.GetScalarOpacity(use.component);
  return entries(function.EstimateMinNumberOfSamples(use.lowest, use.highest), window);
}

int colour_entries(vtkVolumeProperty& property, const TableUse& use,
                   vtkOpenGLRenderWindow& window) {
  // A property that has grey alone makes colours of it when asked.
  vtkColorTransferFunction& function = *property.GetRGBTransferFunction(use.component);
  return entries(function.EstimateMinNumberOfSamples(use.lowest, use.highest), window);
}

std::vector<float> opacity_table(vtkVolumeProperty& property, const TableUse& use, int size) {
  vtkPiecewiseFunction& function = *property.GetScalarOpacity(use.component);
  std::vector<float> table(static_cast<std::size_t>(size), 0.0F);
  if (function.GetSize() == 0) return table;
  function.GetTable(use.lowest, use.highest, size, table.data());
  const auto times = static_cast<float>(use.times);
  for (float& opacity : table) {
    opacity = std::isfinite(opacity) ? times * std::clamp(opacity, 0.0F, 1.0F) : 0.0F;
  }
  if (use.thickness <= 0.0) return table;
  const double stretch = use.thickness / property.GetScalarOpacityUnitDistance(use.component);
  for (float& opacity : table) {
    if (opacity > least_opacity) {
      opacity = static_cast<float>(1.0 - std::pow(1.0 - static_cast<double>(opacity), stretch));
    }
  }
  return table;
}

std::vector<float> colour_table(vtkVolumeProperty& property, const TableUse& use, int size) {
  vtkColorTransferFunction& function = *property.GetRGBTransferFunction(use.component);
  std::vector<float> table(3 * static_cast<std::size_t>(size), 1.0F);
  if (function.GetSize() > 0) function.GetTable(use.lowest, use.highest, size, table.data());
  return table;
}

bool goes_by_gradient(vtkVolumeProperty& property) {
  return property.HasGradientOpacity() && property.GetDisableGradientOpacity() == 0;
}

// The stock mapper's table ends at a quarter of the range; it goes further here where the function
// does.
double gradient_span(vtkVolumeProperty& property, const TableUse& use) {
  vtkPiecewiseFunction& function = *property.GetGradientOpacity(use.component);
  const double span = 0.25 * (use.highest - use.lowest);
  if (function.GetSize() == 0 || function.GetRange()[1] <= span) return span;
  return span * std::min(function.GetRange()[1] / span, 16.0);
}

int gradient_entries(vtkVolumeProperty& property, const TableUse& use,
                     vtkOpenGLRenderWindow& window) {
  vtkPiecewiseFunction& function = *property.GetGradientOpacity(use.component);
  const int usual = entries(function.EstimateMinNumberOfSamples(use.lowest, use.highest), window);
  const double longer = gradient_span(property, use) / (0.25 * (use.highest - use.lowest));
  return longer > 1.0 ? entries(static_cast<int>(usual * longer), window) : usual;
}

std::vector<float> gradient_table(vtkVolumeProperty& property, const TableUse& use, double span,
                                  int size) {
  vtkPiecewiseFunction& function = *property.GetGradientOpacity(use.component);
  std::vector<float> table(static_cast<std::size_t>(size), 1.0F);
  if (function.GetSize() > 0) function.GetTable(0.0, span, size, table.data());
  for (float& factor : table) {
    factor = std::isfinite(factor) ? std::clamp(factor, 0.0F, 1.0F) : 0.0F;
  }
  return table;
}

bool TransferTables::update(vtkOpenGLRenderWindow& window, vtkVolumeProperty& property,
                            const TableUse& use) {
  vtkColorTransferFunction* colours = property.GetRGBTransferFunction(use.component);
  vtkPiecewiseFunction* opacities = property.GetScalarOpacity(use.component);
  TableUse same_thickness = use;
  same_thickness.thickness = use_.thickness;
  const bool other_range = same_thickness != use_ || opacity_texture_.handle() == 0;
  if (other_range || colours->GetMTime() > colours_time_) {
    colours_ = colour_table(property, use, colour_entries(property, use, window));
    const Eigen::Vector3i size(static_cast<int>(colours_.size() / 3), 1, 0);
    colour_texture_.allocate(window, size, {GL_RGB32F, GL_RGB, GL_FLOAT});
    colour_texture_.fill(window, Eigen::Vector3i::Zero(), size, colours_.data());
    colours_time_ = colours->GetMTime();
  }
  update_gradients(window, property, use);
  const bool other_opacities = other_range || opacities->GetMTime() > opacities_time_;
  if (!other_opacities && use == use_) return false;
  opacities_ = opacity_table(property, use, opacity_entries(property, use, window));
  const Eigen::Vector3i size(static_cast<int>(opacities_.size()), 1, 0);
  opacity_texture_.allocate(window, size, {GL_R32F, GL_RED, GL_FLOAT});
  opacity_texture_.fill(window, Eigen::Vector3i::Zero(), size, opacities_.data());
  opacities_time_ = opacities->GetMTime();
  use_ = use;
  return other_opacities;
}

void TransferTables::update_gradients(vtkOpenGLRenderWindow& window, vtkVolumeProperty& property,
                                      const TableUse& use) {
  if (!use.gradients) {
    gradients_.clear();
    gradient_texture_.free();
    return;
  }
  const vtkMTimeType time = property.GetGradientOpacity(use.component)->GetMTime();
  const bool as_before = use == use_ && !gradients_.empty() && gradient_texture_.handle() != 0 &&
                         time <= gradients_time_;
  if (as_before) return;
  gradient_span_ = volvr::render::gradient_span(property, use);
  const int size = gradient_entries(property, use, window);
  gradients_ = gradient_table(property, use, gradient_span_, size);
  const Eigen::Vector3i texels(size, 1, 0);
  gradient_texture_.allocate(window, texels, {GL_R32F, GL_RED, GL_FLOAT});
  gradient_texture_.fill(window, Eigen::Vector3i::Zero(), texels, gradients_.data());
  gradients_time_ = time;
}

void TransferTables::free() {
  gradient_texture_.free();
  opacity_texture_.free();
  colour_texture_.free();
}

}  // namespace volvr::render
