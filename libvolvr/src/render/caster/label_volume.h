// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <vtkDataArray.h>
#include <vtkOpenGLRenderWindow.h>

#include "render/caster/distance_map.h"
#include "render/caster/gl_texture.h"
#include "render/caster/label_table.h"

namespace volvr::render {

/// A map of labels on the GPU, one or two bytes a voxel: each voxel holds its label's place in the
/// table. For each block of cells (see BlockRanges) it keeps which labels a ray can meet there, so
/// that what is hidden is leapt over after a change of the table alone.
class LabelVolume {
 public:
  /// Reads the labels, tells the table which there are, and fills the texture. Values are rounded to
  /// whole numbers; what is not finite is 0.
  /// @throws Error unsupported for more than 65535 labels or several components; out_of_memory
  void take(vtkOpenGLRenderWindow& window, vtkDataArray& values, const Eigen::Vector3i& size,
            LabelTable& table);

  /// From the blocks in which the table shows a label.
  DistanceMap distances(const LabelTable& table) const;

  const GlTexture& texture() const { return texture_; }
  void free();

 private:
  template <class Index>
  void fill(vtkOpenGLRenderWindow& window, vtkDataArray& values, const Eigen::Vector3i& size,
            const std::vector<std::int64_t>& labels);

  GlTexture texture_;
  Eigen::Vector3i blocks_ = Eigen::Vector3i::Zero();
  // Block b meets the labels of `met_` from `first_[b]` up to, not including, `first_[b + 1]`.
  std::vector<std::uint32_t> first_;
  std::vector<std::uint16_t> met_;
};

}  // namespace volvr::render
