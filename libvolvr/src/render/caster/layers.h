// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <memory>
#include <vector>

#include <vtkOpenGLRenderWindow.h>

#include "render/caster/cpu_layers.h"
#include "render/caster/label_table.h"
#include "render/caster/layer_input.h"
#include "render/caster/member_block.h"
#include "render/caster/ray_programs.h"

namespace volvr::render {

/// All that is drawn with a mapper's own volume, and what of it is on the GPU or ready for
/// processors, whichever draws. What touches the GPU needs the window's context to be current.
class Layers {
 public:
  static constexpr std::size_t most = CpuLayers::most;

  Layers();
  ~Layers();

  /// @throws Error invalid_argument for more than three, opacities outside of 0..1, no image or no
  ///         property, a transform that is singular; unsupported for images of several components
  void add(const LayerInput& input);
  void clear_layers();
  void set_opacity(std::size_t layer, double opacity);
  void set_visible(std::size_t layer, bool visible);
  void set_greatest(std::size_t layer, bool greatest);
  std::size_t count() const { return inputs_.size(); }

  /// An input without image: none. @throws as add
  void set_labels(const LabelInput& input);
  LabelTable& label_table() { return table_; }

  /// Whether there is any that is seen. Pictures are as if there were none of the others.
  bool any() const { return labels_are_seen() || !seen().empty(); }

  /// Axis-aligned box in the main dataset around all that are seen.
  Eigen::AlignedBox3d bounds() const;

  /// What the program has to be built for.
  void describe(ProgramKey& key) const;

  /// Brings to the GPU what changed, for this main volume and distance between samples.
  /// @throws Error unsupported, out_of_memory
  void prepare(vtkOpenGLRenderWindow& window, const RayGrid& main, double sample_distance);

  /// Whether processors can draw all that are seen.
  bool fit_processors() const;

  /// For processors instead of prepare() and bind(): what they draw with this main volume's picture.
  /// It stays as long as this does and is not asked for again.
  /// @throws Error unsupported
  const CpuFusion& for_processors(vtkOpenGLRenderWindow& window, const RayGrid& main,
                                  const CpuPicture& picture, double sample_distance);

  /// Binds textures and the block for drawing.
  void bind(vtkOpenGLRenderWindow& window) const;

  std::size_t bytes() const;
  void free();

  /// As free, where the context is gone and all in it.
  void forget();

 private:
  struct OnGpu;

  LayerInput& at(std::size_t layer);
  std::vector<std::size_t> seen() const;
  bool labels_are_seen() const;
  bool take_layer(vtkOpenGLRenderWindow& window, std::size_t layer, double sample_distance);
  void take_leaps(vtkOpenGLRenderWindow& window, std::size_t layer,
                  const std::vector<float>& opacities);
  void take_looks(vtkOpenGLRenderWindow& window);
  void take_labels(vtkOpenGLRenderWindow& window, double sample_distance);
  void write_block(const RayGrid& main);

  std::vector<LayerInput> inputs_;
  LabelInput labels_;
  LabelTable table_;
  std::unique_ptr<OnGpu> gpu_;
  std::unique_ptr<CpuLayers> cpu_;  // null: the GPU draws
};

}  // namespace volvr::render
