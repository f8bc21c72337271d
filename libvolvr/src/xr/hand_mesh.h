// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>

#include "xr/hand_joints.h"

namespace volvr::xr {

/// A bare hand as one mesh: a ball at each joint and a tapering tube along each bone, as thick as
/// the joints are. Its faces are made once; a new frame moves about two thousand points.
class HandMesh {
 public:
  HandMesh();

  /// Moves it. The mesh is in the scene: metres.
  void update(const HandJoints& joints);

  vtkPolyData* mesh() { return mesh_; }

 private:
  vtkNew<vtkPoints> points_;
  vtkNew<vtkFloatArray> normals_;
  vtkNew<vtkPolyData> mesh_;
};

}  // namespace volvr::xr
