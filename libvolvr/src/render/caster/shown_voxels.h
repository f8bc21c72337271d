// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::render {

/// How coarse the voxels are that a picture was drawn from.
struct ShownVoxels {
  int finest = 1;       ///< of what is on the screen: voxels of the volume along each axis in one
  int coarsest = 1;     ///< that was drawn; 1 is the volume's own
  bool settled = true;  ///< the same view drawn again is drawn the same: nothing is on its way
  bool exact() const { return coarsest == 1; }
};

}  // namespace volvr::render
