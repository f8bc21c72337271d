// SPDX-License-Identifier: Apache-2.0
#include "render/fuse.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkVolumeProperty.h>

#include "render/caster/volume_mapper.h"
#include "render/framing.h"
#include "render/look.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr double ten_millimetres = 0.01;  // in the dataset's metres

vtkNew<vtkMatrix4x4> matrix_of(const DisplayImage& main, const Eigen::Affine3d& patient_from_own,
                               const DisplayImage& image) {
  const Eigen::Affine3d main_from_own = main.patient_from_dataset.inverse() * patient_from_own *
                                        image.patient_from_dataset;
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> by_rows = main_from_own.matrix();
  vtkNew<vtkMatrix4x4> matrix;
  matrix->DeepCopy(by_rows.data());
  return matrix;
}

bool is_mixable(Technique technique) {
  return technique == Technique::composite || technique == Technique::mip;
}

Look look_of(const Layer& layer) {
  State state;
  state.appearance = resolve(layer.appearance, layer.volume);
  state.window = state.appearance.window;
  state.technique = state.appearance.technique;
  state.shade = state.appearance.shade;
  return render::look_of(state);
}

double spacing_in_main(const DisplayImage& image, const Eigen::Affine3d& patient_from_own) {
  return image.smallest_spacing * std::cbrt(std::abs(patient_from_own.linear().determinant()));
}

void add_layer(VolumeMapper& mapper, RayCaster& caster, const DisplayImage& main,
               const Layer& layer) {
  if (!is_mixable(layer.appearance.technique)) {
    throw Error(ErrorCode::unsupported,
                "A layer is drawn by the techniques composite and mip, not by " +
                    std::string(to_string(layer.appearance.technique)) + ".");
  }
  const DisplayImage image = display_image(layer.volume);
  const Look look = look_of(layer);
  vtkNew<vtkVolumeProperty> property;
  apply(look, image, *property);
  mapper.AddLayer(image.image, property, matrix_of(main, layer.patient_from_layer, image),
                  blend_mode(layer.appearance.technique));
  mapper.SetLayerOpacity(mapper.NumberOfLayers() - 1, layer.opacity);
  if (layer.opacity > 0.0) caster.refine(spacing_in_main(image, layer.patient_from_layer));
}

void add_labels(VolumeMapper& mapper, RayCaster& caster, const DisplayImage& main,
                const Labels& labels) {
  const DisplayImage image = display_image(labels.volume);
  bool any_visible = false;
  for (const LabelStyle& style : labels.styles) {
    if (!(style.opacity >= 0.0 && style.opacity <= 1.0)) {
      throw Error(ErrorCode::invalid_argument, "A label's opacity is a number from 0 to 1.");
    }
    mapper.SetLabelStyle(style.label, style.rgb.data(), style.opacity, style.visible);
    any_visible = any_visible || (style.visible && style.opacity > 0.0);
  }
  mapper.SetLabels(image.image, matrix_of(main, labels.patient_from_labels, image),
                   ten_millimetres, labels.look == LabelLook::tint);
  if (any_visible) caster.refine(spacing_in_main(image, labels.patient_from_labels));
}

void append(std::vector<Eigen::Vector3d>& outline, const std::vector<Eigen::Vector3d>& points,
            const Eigen::Affine3d& patient_from_own) {
  for (const Eigen::Vector3d& point : points) outline.push_back(patient_from_own * point);
}

}  // namespace

void fuse(RayCaster& caster, const DisplayImage& main, Technique technique, const Fused& fused) {
  if (fused.empty()) return;
  VolumeMapper* mapper = caster.fusing_mapper();
  if (mapper == nullptr) {
    throw Error(ErrorCode::unsupported,
                "VTK's ray casters draw one volume alone; layers and labels need the setting "
                "render.mapper=volvr.",
                "render.mapper");
  }
  if (!is_mixable(technique)) {
    throw Error(ErrorCode::unsupported,
                "Layers and labels are drawn over a volume by the techniques composite and mip, "
                "not by " +
                    std::string(to_string(technique)) + ".");
  }
  for (const Layer& layer : fused.layers) add_layer(*mapper, caster, main, layer);
  if (fused.labels) add_labels(*mapper, caster, main, *fused.labels);
}

std::vector<Eigen::Vector3d> visible_outline(const Fused& fused) {
  std::vector<Eigen::Vector3d> outline;
  for (const Layer& layer : fused.layers) {
    if (layer.opacity <= 0.0) continue;
    append(outline, visible_outline(layer.volume, look_of(layer)), layer.patient_from_layer);
  }
  if (!fused.labels || fused.labels->look == LabelLook::tint) return outline;
  const bool any_visible = std::ranges::any_of(fused.labels->styles, [](const LabelStyle& style) {
    return style.visible && style.opacity > 0.0;
  });
  if (!any_visible) return outline;
  Look body;
  body.appearance.opacities = {{0.0, 0.0}, {1.0, 1.0}};
  append(outline, visible_outline(fused.labels->volume, body), fused.labels->patient_from_labels);
  return outline;
}

}  // namespace volvr::render
