// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkOpenGLTexture.h>
#include <vtkRenderer.h>
#include <vtkTextureObject.h>

namespace volvr::render {

/// A rectangle in the scene that shows a texture which somebody else draws. It hides what is behind
/// it, and is seen as its numbers say, whatever the light.
class TextureQuad {
 public:
  TextureQuad();

  /// @param renderer  in whose OpenGL context the texture is
  void add_to(vtkRenderer* renderer);

  /// @param texture  OpenGL's name of an RGBA texture, its first row the lowest, with filters and
  ///                 edges of its own; 0: nothing is shown
  void show(unsigned texture);

  /// @param scene_from_quad  x to its right, y up, z to who reads it; its middle is the origin
  /// @param width, height    metres
  void place(const Eigen::Isometry3d& scene_from_quad, double width, double height);

 private:
  vtkNew<vtkTextureObject> object_;
  vtkNew<vtkOpenGLTexture> texture_;
  vtkNew<vtkActor> actor_;
};

}  // namespace volvr::render
