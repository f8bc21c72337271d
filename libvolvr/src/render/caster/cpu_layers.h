// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <vtkOpenGLRenderWindow.h>

#include "render/caster/cpu_fusion.h"
#include "render/caster/cpu_volume.h"
#include "render/caster/label_table.h"
#include "render/caster/label_volume.h"
#include "render/caster/layer_input.h"
#include "render/caster/packed_colours.h"

namespace volvr::render {

/// Layers and labels for processors: what of them stays the same from picture to picture.
class CpuLayers {
 public:
  static constexpr std::size_t most = 3;

  /// Whether processors can draw a layer.
  static bool fit(const LayerInput& input);

  /// The picture that layers and labels are to be drawn in.
  struct Scene {
    vtkOpenGLRenderWindow& window;  ///< for how long its tables are
    const RayGrid& grid;            ///< of the main volume
    const CpuPicture& main;
    double sample_distance;
  };

  /// Begins a picture without any.
  void begin() { fusion_ = {}; }

  /// Adds layer number `at` to the picture. What it has of another layer by that number is left.
  void add(std::size_t at, const LayerInput& input, const Scene& scene);

  /// Leaves what it has of layers from number `count` on.
  void keep(std::size_t count);

  /// @param table  is told which labels there are
  /// @throws Error unsupported
  void add_labels(const LabelInput& input, LabelTable& table, const Scene& scene);

  /// What was added; as long as neither this nor the inputs change.
  const CpuFusion& fusion() const { return fusion_; }

 private:
  struct Layer {
    const vtkDataArray* taken = nullptr;
    vtkMTimeType taken_time = 0;
    vtkMTimeType look_time = 0;
    TableUse use;
    bool greatest = false;
    CpuVolume voxels;
    BlockRanges ranges;
    std::vector<float> opacities;
    std::vector<float> gradients;
    double gradient_span = 0.0;
    PackedColours colours;
    Plateaus plateaus;
    std::vector<bool> shown;  // which entries of its table the leaps are for; empty: there are none
    DistanceMap distances;
    CellMasks cells;
  };
  struct Labels {
    const vtkDataArray* taken = nullptr;
    vtkMTimeType taken_time = 0;
    LabelVolume volume;
    std::uint64_t table_version = 0;
    double paint_part = -1.0;
    std::vector<float> paints;
    std::vector<bool> shown;  // which labels the leaps are for
    DistanceMap distances;
    DistanceMap depths;
  };

  static void take_voxels(Layer& layer, const LayerInput& input);
  static void take_look(Layer& layer, const LayerInput& input, const TableUse& use,
                        vtkOpenGLRenderWindow& window);
  static void take_leaps(Layer& layer);

  std::array<Layer, most> layers_;
  Labels labels_;
  CpuFusion fusion_;
};

}  // namespace volvr::render
