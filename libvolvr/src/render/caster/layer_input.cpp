// SPDX-License-Identifier: Apache-2.0
#include "render/caster/layer_input.h"

#include <algorithm>
#include <cmath>

#include <vtkColorTransferFunction.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPointData.h>

namespace volvr::render {

namespace {

constexpr Float4 label_material{0.25F, 0.75F, 0.15F, 12.0F};

Float4 floats(double x, double y, double z, double w) {
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z),
          static_cast<float>(w)};
}

// Place in the table of gradients from the length of a member's normal.
double gradient_scale(const LayerInput& input, const TableUse& use, double gradient_span) {
  if (gradient_span <= 0.0) return 0.0;
  RayGrid in_main = ray_grid(*input.image);
  in_main.dataset_from_texture = input.main_from_layer * in_main.dataset_from_texture;
  const double width = use.highest - use.lowest;
  return width * average_side(in_main) / (normal_length(in_main) * gradient_span);
}

}  // namespace

vtkDataArray* values_of(const vtkSmartPointer<vtkImageData>& image) {
  return image == nullptr ? nullptr : image->GetPointData()->GetScalars();
}

TableUse table_use(const LayerInput& input, double sample_distance) {
  const double* range = values_of(input.image)->GetFiniteRange(0);
  // Where all are alike: a width that floats of their size still tell from nothing.
  const double least_width = std::max(1.0, 1e-6 * std::abs(range[0]));
  return {.lowest = range[0],
          .highest = range[1] > range[0] ? range[1] : range[0] + least_width,
          .thickness = input.greatest ? 0.0 : sample_distance,
          .gradients = !input.greatest && goes_by_gradient(*input.property),
          .times = input.opacity};
}

vtkMTimeType look_time_of(vtkVolumeProperty& property) {
  vtkMTimeType time =
      std::max({property.GetMTime(), property.GetScalarOpacity(0)->GetMTime(),
                property.GetRGBTransferFunction(0)->GetMTime()});
  if (goes_by_gradient(property)) time = std::max(time, property.GetGradientOpacity(0)->GetMTime());
  return time;
}

void show_all_above_first(std::vector<float>& opacities) {
  const auto first = std::ranges::find_if(opacities, [](float opacity) { return opacity > 0.0F; });
  std::fill(first, opacities.end(), 1.0F);
}

std::vector<bool> shown_entries(const std::vector<float>& opacities) {
  std::vector<bool> shown(opacities.size());
  for (std::size_t entry = 0; entry < shown.size(); ++entry) shown[entry] = opacities[entry] > 0.0F;
  return shown;
}

Member layer_member(const LayerInput& input, const TableUse& use, double unit,
                    double gradient_span, const RayGrid& main) {
  Member member = placed_member(main, ray_grid(*input.image), input.main_from_layer);
  const double width = use.highest - use.lowest;
  member.value_map = floats(unit / width, -use.lowest / width, 0.0, 0.0);
  vtkVolumeProperty& property = *input.property;
  member.material = floats(property.GetAmbient(), property.GetDiffuse(), property.GetSpecular(),
                           property.GetSpecularPower());
  const bool shaded = property.GetShade() != 0 && !input.greatest;
  member.kind = floats(shaded ? 1.0 : 0.0, input.greatest ? 1.0 : 0.0,
                       gradient_scale(input, use, gradient_span), 0.0);
  return member;
}

Member label_member(const LabelInput& input, const RayGrid& main) {
  Member member = placed_member(main, ray_grid(*input.image), input.main_from_labels);
  member.material = label_material;
  member.kind = floats(input.shade ? 1.0 : 0.0, 0.0, 0.0, 0.0);
  return member;
}

}  // namespace volvr::render
