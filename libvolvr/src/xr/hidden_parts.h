// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPolyData.h>

#include <Eigen/Core>
#include <array>
#include <vector>

#include "xr/eye_camera.h"
#include "xr/eye_view.h"

namespace volvr::xr {

/// What no lens shows of the eyes' pictures, covered right before the eye, so that neither geometry
/// nor a ray is drawn there.
class HiddenParts {
 public:
  HiddenParts();

  void add_to(vtkRenderer* renderer, EyeCamera* camera);

  /// @param triangles  three corners each, in the plane at distance 1 from the eye
  void set(std::size_t eye, const std::vector<Eigen::Vector2f>& triangles);

  /// Puts them before the eyes of the next frame. @param near  metres
  void place(const EyeViews& views, double near);

 private:
  std::array<vtkNew<vtkPolyData>, 2> shapes_;
  std::array<vtkNew<vtkActor>, 2> actors_;
};

}  // namespace volvr::xr
