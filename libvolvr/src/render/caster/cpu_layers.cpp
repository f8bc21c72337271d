// SPDX-License-Identifier: Apache-2.0
#include "render/caster/cpu_layers.h"

#include <utility>

#include <vtkVolumeMapper.h>

#include "render/caster/finite_values.h"

namespace volvr::render {

namespace {

Eigen::Vector3i size_of(const LayerInput& input) {
  Eigen::Vector3i size;
  input.image->GetDimensions(size.data());
  return size;
}

Float4 floats(const Eigen::Vector3d& v) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2]), 0.0F};
}

// The member's voxels from the main volume's.
void place_voxels(CpuMember& member, const RayGrid& main) {
  Eigen::Affine3d from_main = Eigen::Affine3d::Identity();
  for (int column = 0; column < 4; ++column) {
    const Float4& own = member.place.from_main[static_cast<std::size_t>(column)];
    from_main.matrix().col(column).head<3>() = Eigen::Vector3d(own[0], own[1], own[2]);
  }
  const Float4& voxels = member.place.voxels;
  const Eigen::Vector3d half = Eigen::Vector3d::Constant(0.5);
  Eigen::Affine3d voxel_from_main = Eigen::Affine3d::Identity();
  voxel_from_main.translate(-half)
      .scale(Eigen::Vector3d(voxels[0], voxels[1], voxels[2]));
  voxel_from_main = voxel_from_main * from_main;
  voxel_from_main.scale(main.size.cast<double>().cwiseInverse().eval()).translate(half);
  for (int column = 0; column < 3; ++column) {
    member.voxel_from_main[static_cast<std::size_t>(column)] =
        floats(voxel_from_main.linear().col(column));
  }
  member.voxel_of_main = floats(voxel_from_main.translation());
}

// What rays and light need to know, after the main volume's frame.
void write_frame(CpuMember& member, const CpuPicture& main) {
  const Member& place = member.place;
  FrameBlock& frame = member.picture.frame;
  frame = main.frame;
  frame.voxels = place.voxels;
  frame.blocks = place.blocks;
  frame.normal_matrix = place.normal_matrix;
  frame.value_map = place.value_map;
  frame.material = place.material;
  frame.gradient_scale[0] = place.kind[2] * place.value_map[0];
  for (std::size_t column = 0; column < 3; ++column) {
    for (std::size_t row = 0; row < 3; ++row) {
      float& sum = frame.eye_normal[column][row];
      sum = 0.0F;
      for (std::size_t i = 0; i < 3; ++i) {
        sum += main.frame.eye_turn[i][row] * place.normal_matrix[column][i];
      }
    }
  }
  member.picture.technique = vtkVolumeMapper::COMPOSITE_BLEND;
  member.picture.shade = place.kind[0] > 0.0F;
  member.picture.stock_rounding = main.stock_rounding;
}

}  // namespace

bool CpuLayers::fit(const LayerInput& input) {
  const Eigen::Vector3i size = size_of(input);
  return size.minCoeff() >= 2 && CpuVolume::can_take(*values_of(input.image), size);
}

void CpuLayers::take_voxels(Layer& layer, const LayerInput& input) {
  vtkDataArray& values = *values_of(input.image);
  layer.taken = nullptr;
  const Eigen::Vector3i size = size_of(input);
  const vtkSmartPointer<vtkDataArray> finite = finite_values(values);
  layer.voxels.take(*finite, size);
  const TableUse use = table_use(input, 1.0);
  layer.ranges = block_ranges(*finite, size, 0, use.lowest, use.highest);
  layer.cells.forget();
  layer.shown.clear();
  layer.taken = &values;
  layer.taken_time = values.GetMTime();
}

void CpuLayers::take_look(Layer& layer, const LayerInput& input, const TableUse& use,
                          vtkOpenGLRenderWindow& window) {
  vtkVolumeProperty& property = *input.property;
  layer.opacities = opacity_table(property, use, opacity_entries(property, use, window));
  const std::vector<float> colours =
      colour_table(property, use, colour_entries(property, use, window));
  layer.colours.take(colours);
  layer.gradients.clear();
  layer.gradient_span = 0.0;
  if (use.gradients) {
    layer.gradient_span = gradient_span(property, use);
    layer.gradients = gradient_table(property, use, layer.gradient_span,
                                     gradient_entries(property, use, window));
  }
  layer.plateaus = {-2.0F, 2.0F};
  if (!input.greatest) return take_leaps(layer);
  layer.plateaus = plateaus_of(layer.opacities, colours);
  layer.shown.clear();  // rays go by the ranges
}

// They stay the same where the same values are seen, however clearly.
void CpuLayers::take_leaps(Layer& layer) {
  std::vector<bool> shown = shown_entries(layer.opacities);
  if (shown == layer.shown) return layer.cells.stay();
  const VisibleRanges visible(layer.opacities);
  layer.distances = distance_map(layer.ranges, visible);
  layer.cells.see(layer.ranges.count(), visible.least_high());
  layer.shown = std::move(shown);
}

void CpuLayers::add(std::size_t at, const LayerInput& input, const Scene& scene) {
  Layer& layer = layers_.at(at);
  vtkDataArray& values = *values_of(input.image);
  const bool other_values = layer.taken != &values || layer.taken_time != values.GetMTime();
  if (other_values) take_voxels(layer, input);
  const TableUse use = table_use(input, scene.sample_distance);
  const vtkMTimeType look_time = look_time_of(*input.property);
  if (other_values || !(use == layer.use) || look_time != layer.look_time ||
      input.greatest != layer.greatest) {
    take_look(layer, input, use, scene.window);
    layer.use = use;
    layer.look_time = look_time;
    layer.greatest = input.greatest;
  } else {
    layer.cells.stay();
  }
  CpuLayer& seen = fusion_.layers.emplace_back();
  seen.place = layer_member(input, use, 1.0, layer.gradient_span, scene.grid);
  seen.greatest = input.greatest;
  place_voxels(seen, scene.grid);
  write_frame(seen, scene.main);
  layer.cells.take(seen.place.value_map);
  CpuPicture& picture = seen.picture;
  picture.voxels = layer.voxels.voxels();
  picture.kind = layer.voxels.kind();
  picture.size = size_of(input);
  picture.distances = &layer.distances;
  picture.cells = &layer.cells;
  picture.ranges = &layer.ranges;
  picture.plateaus = layer.plateaus;
  picture.opacities = layer.opacities;
  picture.gradient_opacities = layer.gradients;
  picture.packed_colours = layer.colours.words();
}

void CpuLayers::keep(std::size_t count) {
  for (std::size_t at = count; at < most; ++at) {
    if (layers_[at].taken != nullptr) layers_[at] = {};
  }
}

void CpuLayers::add_labels(const LabelInput& input, LabelTable& table, const Scene& scene) {
  vtkDataArray& values = *values_of(input.image);
  const bool other = labels_.taken != &values || labels_.taken_time != values.GetMTime();
  if (other) {
    labels_.taken = nullptr;
    Eigen::Vector3i size;
    input.image->GetDimensions(size.data());
    labels_.volume.take(values, size, table);
    labels_.taken = &values;
    labels_.taken_time = values.GetMTime();
  }
  const double part = input.tint ? 0.0 : scene.sample_distance / input.unit_distance;
  if (other || labels_.table_version != table.version() || labels_.paint_part != part) {
    labels_.table_version = table.version();
    labels_.paint_part = part;
    labels_.paints = table.texels(part);
    std::vector<bool> shown = table.shown();
    if (other || shown != labels_.shown) {
      labels_.distances = labels_.volume.distances(table);
      labels_.depths = labels_.volume.depths(table);
      labels_.shown = std::move(shown);
    }
  }
  CpuLabels& seen = fusion_.labels.emplace();
  seen.place = label_member(input, scene.grid);
  seen.tint = input.tint;
  seen.sampler = LabelSampler(labels_.volume, labels_.paints, labels_.depths);
  place_voxels(seen, scene.grid);
  write_frame(seen, scene.main);
  seen.picture.distances = &labels_.distances;
}

}  // namespace volvr::render
