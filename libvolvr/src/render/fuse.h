// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <vtkMatrix4x4.h>
#include <vtkSmartPointer.h>
#include <vtkVolumeProperty.h>

#include "render/display_image.h"
#include "render/ray_caster.h"
#include "volvr/layers.h"
#include "volvr/state.h"

namespace volvr::render {

using volvr::Fused;

/// What is drawn with a volume in one pass, from frame to frame: what a reader changes of it costs
/// tables, and no volume goes to the GPU again.
class FusedParts {
 public:
  /// Gives it to the ray caster of `main`, seen as `state` says.
  /// @throws Error unsupported (a ray caster, technique or volume that layers do not go with),
  ///         invalid_argument (more than three layers, opacities, transforms), as resolve
  FusedParts(RayCaster& caster, const DisplayImage& main, const State& state, const Fused& fused);

  /// Shows it as `state` says, or as it was given where the state says nothing of it. Touches only
  /// what differs.
  void update(const State& state);

 private:
  struct Part {
    DisplayImage image;
    vtkSmartPointer<vtkVolumeProperty> property = {};
    double spacing = 0.0;  ///< in the main dataset
    LayerState shown = {};
  };

  void add_layer(const DisplayImage& main, const Layer& layer, const LayerState& state);
  void set_labels(const DisplayImage& main, LabelLook look);
  void show_layer(std::size_t at, const LayerState& state);
  void show_look(LabelLook look);
  void show_labels(const LabelStates& states);
  double finest_spacing() const;

  RayCaster& caster_;
  VolumeMapper& mapper_;
  State given_;  ///< layers and labels alone
  std::vector<Part> layers_;
  std::optional<Labels> labels_;
  Part label_part_;
  vtkSmartPointer<vtkMatrix4x4> main_from_labels_;
  LabelStates shown_labels_;
  LabelLook shown_look_ = LabelLook::bodies;
};

/// Points in patient millimetres of the main volume around all that layers and labels show.
std::vector<Eigen::Vector3d> visible_outline(const Fused& fused);

}  // namespace volvr::render
