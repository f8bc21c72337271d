// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkActor2D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkRenderer.h>
#include <vtkTexture.h>

#include "volvr/picture.h"

namespace volvr::render {

/// A picture that comes from elsewhere, as large in a window as it can be whole, on black.
class PictureBoard {
 public:
  PictureBoard();

  vtkRenderer* renderer() { return renderer_; }

  /// @param picture  RGB, as displayed; of any size
  void set(const Picture& picture);

  /// To be called before each frame. @param width, height  of the window, pixels
  void prepare(int width, int height);

 private:
  vtkNew<vtkRenderer> renderer_;
  vtkNew<vtkImageData> image_;
  vtkNew<vtkPoints> corners_;
  vtkNew<vtkTexture> texture_;
};

}  // namespace volvr::render
