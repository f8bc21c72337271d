// SPDX-License-Identifier: Apache-2.0
#include "render/hole.h"

#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLActor.h>
#include <vtkOpenGLRenderer.h>
#include <vtkOpenGLState.h>
#include <vtkPlaneSource.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>

namespace volvr::render {

namespace {

constexpr unsigned blend = 0x0BE2;  // GL_BLEND
constexpr unsigned zero = 0;        // GL_ZERO

// Whatever its shader says of colour and opacity, nothing is written but depth and zeros.
class HoleActor : public vtkOpenGLActor {
 public:
  static HoleActor* New();
  vtkTypeMacro(HoleActor, vtkOpenGLActor);
  HoleActor(const HoleActor&) = delete;
  HoleActor& operator=(const HoleActor&) = delete;

  void Render(vtkRenderer* renderer, vtkMapper* mapper) override {
    vtkOpenGLState* state = vtkOpenGLRenderer::SafeDownCast(renderer)->GetState();
    const vtkOpenGLState::ScopedglEnableDisable saved_blend(state, blend);
    const vtkOpenGLState::ScopedglBlendFuncSeparate saved_function(state);
    state->vtkglEnable(blend);
    state->vtkglBlendFuncSeparate(zero, zero, zero, zero);
    this->Superclass::Render(renderer, mapper);
  }

 protected:
  HoleActor() = default;
  ~HoleActor() override = default;
};

vtkStandardNewMacro(HoleActor);

}  // namespace

Hole::Hole() : actor_(vtkSmartPointer<HoleActor>::New()) {
  vtkNew<vtkPlaneSource> plane;  // from -0.5 to 0.5, towards +z
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(plane->GetOutputPort());
  actor_->SetMapper(mapper);
  actor_->SetUserMatrix(vtkNew<vtkMatrix4x4>());
  actor_->ForceOpaqueOn();
  actor_->PickableOff();
  actor_->VisibilityOff();
  actor_->GetProperty()->LightingOff();
}

void Hole::add_to(vtkRenderer* renderer) {
  renderer->AddActor(actor_);
}

void Hole::open(bool on) {
  actor_->SetVisibility(on ? 1 : 0);
}

void Hole::place(const Eigen::Isometry3d& scene_from_hole, double width, double height) {
  const Eigen::Affine3d place = scene_from_hole * Eigen::Scaling(width, height, 1.0);
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = place.matrix();
  actor_->GetUserMatrix()->DeepCopy(rows.data());
}

}  // namespace volvr::render
