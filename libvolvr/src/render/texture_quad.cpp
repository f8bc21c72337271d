// SPDX-License-Identifier: Apache-2.0
#include "render/texture_quad.h"

#include <vtkMatrix4x4.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkPlaneSource.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>

namespace volvr::render {

namespace {

constexpr unsigned texture_2d = 0x0DE1;  // GL_TEXTURE_2D

}  // namespace

TextureQuad::TextureQuad() {
  vtkNew<vtkPlaneSource> plane;  // from -0.5 to 0.5, towards +z
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(plane->GetOutputPort());
  actor_->SetMapper(mapper);
  actor_->SetUserMatrix(vtkNew<vtkMatrix4x4>());
  actor_->SetTexture(texture_);
  actor_->ForceOpaqueOn();
  actor_->PickableOff();
  actor_->VisibilityOff();
  actor_->GetProperty()->LightingOff();
  object_->SetAutoParameters(0);  // filters and edges are the business of who draws it
  texture_->SetTextureObject(object_);
  texture_->InterpolateOn();
}

void TextureQuad::add_to(vtkRenderer* renderer) {
  object_->SetContext(vtkOpenGLRenderWindow::SafeDownCast(renderer->GetRenderWindow()));
  renderer->AddActor(actor_);
}

void TextureQuad::show(unsigned texture) {
  actor_->SetVisibility(texture != 0 ? 1 : 0);
  if (texture != 0) object_->AssignToExistingTexture(texture, texture_2d);
}

void TextureQuad::place(const Eigen::Isometry3d& scene_from_quad, double width, double height) {
  const Eigen::Affine3d place = scene_from_quad * Eigen::Scaling(width, height, 1.0);
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = place.matrix();
  actor_->GetUserMatrix()->DeepCopy(rows.data());
}

}  // namespace volvr::render
