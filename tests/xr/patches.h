// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

class vtkRenderer;

namespace volvr::test {

/// Flat squares of known sRGB values on a wall two metres in front of the eyes, unlit: what a
/// compositor makes of them can be compared with what they are. Columns of patch_test.py.
void add_patches(vtkRenderer* renderer);

Eigen::Vector3d patch_background();  // 0..1

}  // namespace volvr::test
