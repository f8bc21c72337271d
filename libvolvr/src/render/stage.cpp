// SPDX-License-Identifier: Apache-2.0
#include "render/stage.h"

#include <vtkCamera.h>

namespace volvr::render {

Stage::Stage(const Settings& settings, bool annotated) : settings_(settings) {
  renderer_->SetBackground(0.0, 0.0, 0.0);
  if (annotated) {
    annotations_ = std::make_unique<Annotations>();
    annotations_->add_to(*renderer_);
  }
}

void Stage::show(const Volume& volume, const State& state) {
  auto scene = std::make_unique<Scene>(volume, settings_);
  if (scene_) scene_->remove_from(renderer_);
  scene_ = std::move(scene);
  scene_->add_to(renderer_);
  update(state);
}

void Stage::update(const State& state) {
  scene_->update(state);
  scene_from_patient_ = state.pose.scene_from_patient;
}

void Stage::look_from(const Eigen::Vector3d& position, double view_angle) {
  vtkCamera* camera = renderer_->GetActiveCamera();
  camera->SetPosition(position.data());
  camera->SetFocalPoint(position[0], position[1], position[2] - 1.0);
  camera->SetViewUp(0.0, 1.0, 0.0);
  camera->SetViewAngle(view_angle);
}

void Stage::look_from_viewer() {
  look_from(viewer(), viewer_angle);
}

void Stage::prepare(int width, int height) {
  renderer_->ResetCameraClippingRange();
  if (annotations_) annotations_->update(scene_from_patient_, width, height);
}

}  // namespace volvr::render
