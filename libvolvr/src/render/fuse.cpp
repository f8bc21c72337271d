// SPDX-License-Identifier: Apache-2.0
#include "render/fuse.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

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
  const Eigen::Affine3d main_from_own =
      main.patient_from_dataset.inverse() * patient_from_own * image.patient_from_dataset;
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> by_rows = main_from_own.matrix();
  vtkNew<vtkMatrix4x4> matrix;
  matrix->DeepCopy(by_rows.data());
  return matrix;
}

Look look_of(const LayerState& layer) {
  State state;
  state.appearance = layer.appearance;
  state.window = layer.window;
  state.technique = layer.appearance.technique;
  state.shade = layer.appearance.shade;
  return render::look_of(state);
}

double spacing_in_main(const DisplayImage& image, const Eigen::Affine3d& patient_from_own) {
  return image.smallest_spacing * std::cbrt(std::abs(patient_from_own.linear().determinant()));
}

template <class T>
bool is_seen(const T& one) {
  return one.visible && one.opacity > 0.0;
}

VolumeMapper& fusing_mapper(RayCaster& caster) {
  VolumeMapper* mapper = caster.fusing_mapper();
  if (mapper != nullptr) return *mapper;
  throw Error(ErrorCode::unsupported,
              "VTK's ray casters draw one volume alone; layers and labels need the setting "
              "render.mapper=volvr.",
              "render.mapper");
}

void require_fusible(const State& state) {
  if (can_be_fused(state.technique) || !shows_fused(state)) return;
  throw Error(ErrorCode::unsupported,
              "Layers and labels are drawn over a volume by the techniques composite and mip, "
              "not by " +
                  std::string(to_string(state.technique)) + ".");
}

void require_opacity(const LabelState& label) {
  if (label.opacity >= 0.0 && label.opacity <= 1.0) return;
  throw Error(ErrorCode::invalid_argument, "A label's opacity is a number from 0 to 1.");
}

bool tells_of(const State& state, const State& given) {
  const auto count = [](const LabelStates& labels) { return labels ? labels->size() : 0; };
  return state.layers.size() == given.layers.size() && count(state.labels) == count(given.labels);
}

void append(std::vector<Eigen::Vector3d>& outline, const std::vector<Eigen::Vector3d>& points,
            const Eigen::Affine3d& patient_from_own) {
  for (const Eigen::Vector3d& point : points) outline.push_back(patient_from_own * point);
}

}  // namespace

FusedParts::FusedParts(RayCaster& caster, const DisplayImage& main, const State& state,
                       const Fused& fused)
    : caster_(caster),
      mapper_(fusing_mapper(caster)),
      given_(with_fused({}, fused)),
      labels_(fused.labels) {
  State first = tells_of(state, given_) ? state : given_;
  first.technique = state.technique;
  require_fusible(first);
  for (std::size_t at = 0; at < fused.layers.size(); ++at) {
    add_layer(main, fused.layers[at], first.layers[at]);
  }
  if (labels_) set_labels(main, first.label_look);
  update(first);
}

void FusedParts::add_layer(const DisplayImage& main, const Layer& layer, const LayerState& state) {
  const Technique technique = state.appearance.technique;
  if (!can_be_fused(technique)) {
    throw Error(ErrorCode::unsupported,
                "A layer is drawn by the techniques composite and mip, not by " +
                    std::string(to_string(technique)) + ".");
  }
  Part part{.image = display_image(layer.volume),
            .property = vtkSmartPointer<vtkVolumeProperty>::New(),
            .shown = state};
  part.spacing = spacing_in_main(part.image, layer.patient_from_layer);
  apply(look_of(state), part.image, *part.property);
  mapper_.AddLayer(part.image.image, part.property,
                   matrix_of(main, layer.patient_from_layer, part.image), blend_mode(technique));
  const int place = mapper_.NumberOfLayers() - 1;
  mapper_.SetLayerOpacity(place, state.opacity);
  mapper_.SetLayerVisibility(place, state.visible);
  layers_.push_back(std::move(part));
}

void FusedParts::set_labels(const DisplayImage& main, LabelLook look) {
  label_part_.image = display_image(labels_->volume);
  label_part_.spacing = spacing_in_main(label_part_.image, labels_->patient_from_labels);
  main_from_labels_ = matrix_of(main, labels_->patient_from_labels, label_part_.image);
  show_look(look);
}

void FusedParts::show_look(LabelLook look) {
  shown_look_ = look;
  mapper_.SetLabels(label_part_.image.image, main_from_labels_, ten_millimetres,
                    look == LabelLook::tint);
}

void FusedParts::show_layer(std::size_t at, const LayerState& state) {
  Part& part = layers_[at];
  if (state == part.shown) return;
  const int place = static_cast<int>(at);
  if (!(state.appearance == part.shown.appearance && state.window == part.shown.window)) {
    apply(look_of(state), part.image, *part.property);
    mapper_.SetLayerBlendMode(place, blend_mode(state.appearance.technique));
  }
  mapper_.SetLayerOpacity(place, state.opacity);
  mapper_.SetLayerVisibility(place, state.visible);
  part.shown = state;
}

void FusedParts::show_labels(const LabelStates& states) {
  if (!states || states == shown_labels_) return;
  for (std::size_t at = 0; at < states->size(); ++at) {
    const LabelState& state = (*states)[at];
    if (shown_labels_ && state == (*shown_labels_)[at]) continue;
    require_opacity(state);
    const Eigen::Vector3d& rgb = labels_->styles[at].rgb;
    mapper_.SetLabelStyle(state.label, rgb.data(), state.opacity, state.visible);
  }
  shown_labels_ = states;
}

double FusedParts::finest_spacing() const {
  double finest = std::numeric_limits<double>::infinity();
  for (const Part& layer : layers_) {
    if (is_seen(layer.shown)) finest = std::min(finest, layer.spacing);
  }
  const bool any_label = shown_labels_ && std::ranges::any_of(*shown_labels_, is_seen<LabelState>);
  return any_label ? std::min(finest, label_part_.spacing) : finest;
}

void FusedParts::update(const State& state) {
  const State& wanted = tells_of(state, given_) ? state : given_;
  for (std::size_t at = 0; at < layers_.size(); ++at) show_layer(at, wanted.layers[at]);
  if (labels_) {
    if (wanted.label_look != shown_look_) show_look(wanted.label_look);
    show_labels(wanted.labels);
  }
  caster_.set_spacing_of_others(finest_spacing());
}

std::vector<Eigen::Vector3d> visible_outline(const Fused& fused) {
  std::vector<Eigen::Vector3d> outline;
  const State state = with_fused({}, {.layers = fused.layers});
  for (std::size_t at = 0; at < fused.layers.size(); ++at) {
    const Layer& layer = fused.layers[at];
    if (!is_seen(state.layers[at])) continue;
    const Look look = look_of(state.layers[at]);
    append(outline, visible_outline(layer.volume, look), layer.patient_from_layer);
  }
  if (!fused.labels || fused.labels->look == LabelLook::tint) return outline;
  if (std::ranges::none_of(fused.labels->styles, is_seen<LabelStyle>)) return outline;
  Look body;
  body.appearance.opacities = {{0.0, 0.0}, {1.0, 1.0}};
  append(outline, visible_outline(fused.labels->volume, body), fused.labels->patient_from_labels);
  return outline;
}

}  // namespace volvr::render
