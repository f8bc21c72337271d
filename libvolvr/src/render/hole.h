// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>

#include <vtkRenderer.h>
#include <vtkSmartPointer.h>

class vtkActor;

namespace volvr::render {

/// A rectangle that is cut out of the picture: black and with no opacity but for what is before it,
/// so that a picture which somebody lays below this one is seen through it. It hides what is behind
/// it, and has its own depth.
class Hole {
 public:
  Hole();

  void add_to(vtkRenderer* renderer);

  void open(bool on);

  /// @param scene_from_hole  x to its right, y up; its middle is the origin
  /// @param width, height    metres
  void place(const Eigen::Isometry3d& scene_from_hole, double width, double height);

 private:
  vtkSmartPointer<vtkActor> actor_;
};

}  // namespace volvr::render
