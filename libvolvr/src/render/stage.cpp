// SPDX-License-Identifier: Apache-2.0
#include "render/stage.h"

#include <vtkCamera.h>

namespace volvr::render {

namespace {

Eigen::Quaterniond camera_from_scene(vtkCamera& camera) {
  const Eigen::Vector3d back =
      -Eigen::Map<const Eigen::Vector3d>(camera.GetDirectionOfProjection());
  const Eigen::Vector3d right =
      Eigen::Map<const Eigen::Vector3d>(camera.GetViewUp()).cross(back).normalized();
  Eigen::Matrix3d scene_from_camera;
  scene_from_camera << right, back.cross(right), back;
  return Eigen::Quaterniond(scene_from_camera).conjugate();
}

}  // namespace

Stage::Stage(const Settings& settings, bool annotated) : settings_(settings) {
  renderer_->SetBackground(0.0, 0.0, 0.0);
  if (annotated) {
    annotations_ = std::make_unique<Annotations>();
    annotations_->add_to(*renderer_);
  }
}

void Stage::show(const Volume& volume, const State& state, const Fused& fused) {
  auto scene = std::make_unique<Scene>(volume, settings_);
  scene->fuse(state, fused);
  if (scene_) scene_->remove_from(renderer_);
  scene_ = std::move(scene);
  scene_->add_to(renderer_);
  update(state);
}

void Stage::update(const State& state) {
  scene_->update(state);
  scene_from_patient_ = state.pose.scene_from_patient;
}

void Stage::clear() {
  if (!scene_) return;
  scene_->remove_from(renderer_);
  scene_->release_graphics(renderer_);
  scene_.reset();
}

void Stage::look_from(const Eigen::Vector3d& position, double view_angle) {
  vtkCamera* camera = renderer_->GetActiveCamera();
  camera->SetPosition(position.data());
  camera->SetFocalPoint(position[0], position[1], position[2] - 1.0);
  camera->SetViewUp(0.0, 1.0, 0.0);
  camera->SetViewAngle(view_angle);
}

void Stage::look(const Eigen::Isometry3d& scene_from_camera, double view_angle) {
  vtkCamera* camera = renderer_->GetActiveCamera();
  const Eigen::Vector3d position = scene_from_camera.translation();
  const Eigen::Vector3d focus = position - scene_from_camera.linear().col(2);
  const Eigen::Vector3d up = scene_from_camera.linear().col(1);
  camera->SetPosition(position.data());
  camera->SetFocalPoint(focus.data());
  camera->SetViewUp(up.data());
  camera->SetViewAngle(view_angle);
}

void Stage::look_from_viewer() {
  look_from(viewer(), viewer_angle);
}

void Stage::prepare(int width, int height) {
  renderer_->ResetCameraClippingRange();
  if (!annotations_) return;
  remark_ = scene_ ? to_text(scene_->shown()) : std::string();
  const Eigen::Quaterniond camera_from_patient =
      camera_from_scene(*renderer_->GetActiveCamera()) * scene_from_patient_;
  annotations_->update(camera_from_patient, width, height, remark_);
}

bool Stage::says_what_is_shown() const {
  return !annotations_ || !scene_ || remark_ == to_text(scene_->shown());
}

}  // namespace volvr::render
