// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <vector>

#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkSmartPointer.h>
#include <vtkVolumeProperty.h>

#include "render/caster/member_block.h"
#include "render/caster/transfer_tables.h"

namespace volvr::render {

/// A volume that is drawn with a mapper's own in one pass, on a grid of its own.
struct LayerInput {
  vtkSmartPointer<vtkImageData> image = {};  ///< one component at the points
  vtkSmartPointer<vtkVolumeProperty> property = {};
  Eigen::Affine3d main_from_layer = Eigen::Affine3d::Identity();  ///< of the datasets
  double opacity = 1.0;   ///< that all its opacities are multiplied with
  bool greatest = false;  ///< its greatest value along the ray is shown, else all of it
  bool visible = true;    ///< what is hidden costs no ray anything, and is kept
};

/// A map of labels, on a grid of its own.
struct LabelInput {
  vtkSmartPointer<vtkImageData> image = {};
  Eigen::Affine3d main_from_labels = Eigen::Affine3d::Identity();
  double unit_distance = 1.0;  ///< stretch that the paints' opacities are for, in the main dataset
  bool tint = false;  ///< labels colour the main volume where that is seen, else are bodies
  bool shade = true;
};

vtkDataArray* values_of(const vtkSmartPointer<vtkImageData>& image);

/// What a layer's tables are made for, at this distance between samples.
TableUse table_use(const LayerInput& input, double sample_distance);

/// When a layer's functions last changed.
vtkMTimeType look_time_of(vtkVolumeProperty& property);

/// Opacities for a layer whose greatest value is shown: what is below the least visible value
/// cannot be the greatest that is seen.
void show_all_above_first(std::vector<float>& opacities);

/// Of each entry of a table, whether it is seen: what rays leap by follows from that alone.
std::vector<bool> shown_entries(const std::vector<float>& opacities);

/// @param unit  what the numbers that are read are multiplied with to be values
/// @param gradient_span  of its table of gradients, 0 for none
Member layer_member(const LayerInput& input, const TableUse& use, double unit,
                    double gradient_span, const RayGrid& main);

Member label_member(const LabelInput& input, const RayGrid& main);

}  // namespace volvr::render
