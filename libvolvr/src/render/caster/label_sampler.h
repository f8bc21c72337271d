// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "render/caster/label_volume.h"

namespace volvr::render {

/// A map of labels as processors read it: label_at of shaders/labels.glsl. It keeps no numbers of
/// its own.
class LabelSampler {
 public:
  /// What is seen between voxels: the label that most of them have of those that are shown.
  struct Seen {
    int number = 0;  ///< in the table; 0: nothing
    float opacity = 0.0F;
  };

  LabelSampler() = default;

  /// @param paints  LabelTable::texels
  /// @param depths  LabelVolume::depths
  LabelSampler(const LabelVolume& volume, std::span<const float> paints,
               const DistanceMap& depths);

  /// @param voxel  i at voxel i; finite
  Seen at(const Eigen::Vector3f& voxel) const;

  /// How what is shown rises along x, y and z, from voxel to voxel.
  Eigen::Vector3f gradient(const Eigen::Vector3f& voxel) const;

  /// Red, green and blue.
  const float* colour(int number) const { return &paints_[4 * static_cast<std::size_t>(number)]; }

 private:
  template <int side>
  struct Around;

  int number_at(std::size_t voxel) const {
    return small_.empty() ? large_[voxel] : small_[voxel];
  }
  template <int side>
  Around<side> around(const Eigen::Vector3i& low) const;
  Eigen::Vector4f shape(const Eigen::Vector3f& voxel) const;

  std::span<const std::uint8_t> small_;  // one of both
  std::span<const std::uint16_t> large_;
  Eigen::Vector3i size_ = Eigen::Vector3i::Zero();
  std::span<const float> paints_;
  std::vector<char> shown_;  // of each number
  const DistanceMap* depths_ = nullptr;
};

}  // namespace volvr::render
