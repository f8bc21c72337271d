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

/// A map of labels, one or two bytes a voxel: each voxel holds its label's place in the table. For
/// each block of cells (see BlockRanges) it keeps which labels a ray can meet there, so that what is
/// hidden is leapt over after a change of the table alone.
class LabelVolume {
 public:
  /// Reads the labels and tells the table which there are. Values are rounded to whole numbers; what
  /// is not finite is 0.
  /// @throws Error unsupported for more than 65535 labels or several components
  void take(vtkDataArray& values, const Eigen::Vector3i& size, LabelTable& table);

  /// Brings the numbers to the GPU and keeps them there alone.
  /// @throws Error out_of_memory
  void upload(vtkOpenGLRenderWindow& window);

  /// x fastest; one of both is empty, and both are once they are on the GPU.
  const std::vector<std::uint8_t>& small_numbers() const { return small_; }
  const std::vector<std::uint16_t>& large_numbers() const { return large_; }
  const Eigen::Vector3i& size() const { return size_; }

  /// From the blocks in which the table shows a label.
  DistanceMap distances(const LabelTable& table) const;

  /// From the blocks in which it does not show every voxel.
  DistanceMap depths(const LabelTable& table) const;

  const GlTexture& texture() const { return texture_; }
  void free();

 private:
  template <class Index>
  void find_met(const std::vector<Index>& voxels);
  template <class Holds>
  DistanceMap distances_where(const Holds& holds) const;

  Eigen::Vector3i size_ = Eigen::Vector3i::Zero();
  std::vector<std::uint8_t> small_;
  std::vector<std::uint16_t> large_;
  GlTexture texture_;
  Eigen::Vector3i blocks_ = Eigen::Vector3i::Zero();
  // Block b meets the numbers of `met_` from `first_[b]` up to, not including, `first_[b + 1]`; of
  // those that hold no label at all nothing is kept.
  std::vector<std::uint32_t> first_;
  std::vector<std::uint16_t> met_;
};

}  // namespace volvr::render
