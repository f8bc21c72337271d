// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkActor.h>
#include <vtkNew.h>

#include <array>

#include "xr/input.h"

class vtkRenderer;

namespace volvr::xr {

/// The hands as one sees them: a handle with a ball at its tip, blue for left and orange for right,
/// brighter while it holds the study. A hand that is not tracked is not drawn.
class Wands {
 public:
  Wands();
  void add_to(vtkRenderer* renderer);
  void update(const Input& input);

 private:
  std::array<vtkNew<vtkActor>, 2> actors_;
};

}  // namespace volvr::xr
