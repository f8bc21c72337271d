// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <span>
#include <vector>

#include "volvr/clip.h"

namespace volvr::render {

/// A cut into a volume, in a frame `unit` of its own in which it is simple.
struct ClipShape {
  enum class Kind {
    box,   ///< low <= place <= high; a side without an end is infinite, so that a plane is a box
    ball,  ///< length of place <= 1
  };
  Kind kind = Kind::box;
  Eigen::Affine3d unit_from_dataset = Eigen::Affine3d::Identity();
  Eigen::Vector3d low = Eigen::Vector3d::Constant(-1.0);
  Eigen::Vector3d high = Eigen::Vector3d::Constant(1.0);
  bool keep = true;  ///< what lies inside; else that is removed
};

/// @param patient_from_dataset  of the volume that is cut
std::vector<ClipShape> clip_shapes(std::span<const Clip> clips,
                                   const Eigen::Affine3d& patient_from_dataset);

}  // namespace volvr::render
