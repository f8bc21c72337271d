// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <string>

namespace volvr {

/// Sides of the voxels that a picture was drawn from, in millimetres along the volume's axes. They
/// are coarser than the volume's own where it is larger than the graphics card's memory, and while
/// its finer parts are on their way there.
struct VoxelsShown {
  Eigen::Vector3d own = Eigen::Vector3d::Zero();     ///< of the volume; zero before any picture
  Eigen::Vector3d finest = Eigen::Vector3d::Zero();  ///< of what is on the screen
  Eigen::Vector3d coarsest = Eigen::Vector3d::Zero();
  bool exact() const { return coarsest == own; }
  bool operator==(const VoxelsShown&) const = default;
};

/// "Voxels shown: 1.56 × 1.56 × 2 mm to 3.12 × 3.12 × 4 mm; the study's own: 0.78 × 0.78 × 1 mm.";
/// empty where they are the volume's own.
std::string to_text(const VoxelsShown& shown);

/// The same, and a sentence also where they are the volume's own: "Voxels shown: 0.78 × 0.78 × 1
/// mm, the study's own."; before any picture, that there is none.
std::string info_text(const VoxelsShown& shown);

}  // namespace volvr
