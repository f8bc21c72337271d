// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_camera.h"

#include <vtkMatrix4x4.h>
#include <vtkObjectFactory.h>

namespace volvr::xr {

namespace {

void copy(const Eigen::Matrix4d& from, vtkMatrix4x4* to) {
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = from;
  to->DeepCopy(rows.data());
}

}  // namespace

vtkStandardNewMacro(EyeCamera);
vtkStandardNewMacro(EyeRenderer);

EyeCamera::EyeCamera() {
  this->SetExplicitProjectionTransformMatrix(this->LeftEyeToProjectionMatrix);
  this->UseExplicitProjectionTransformMatrixOn();
}

void EyeCamera::set_views(const EyeViews& views, double near, double far) {
  const Eigen::Matrix4d eye_from_scene[] = {views[0].scene_from_eye.inverse().matrix(),
                                            views[1].scene_from_eye.inverse().matrix()};
  copy(eye_from_scene[0], this->WorldToLeftEyeMatrix);
  copy(eye_from_scene[1], this->WorldToRightEyeMatrix);
  copy(eye_from_scene[0], this->PhysicalToLeftEyeMatrix);
  copy(eye_from_scene[1], this->PhysicalToRightEyeMatrix);
  copy(clip_from_eye(views[0].fov, near, far), this->LeftEyeToProjectionMatrix);
  copy(clip_from_eye(views[1].fov, near, far), this->RightEyeToProjectionMatrix);
  this->SetClippingRange(near, far);
  this->SetLeftEye(1);
}

void EyeCamera::SetLeftEye(int is_left) {
  this->Superclass::SetLeftEye(is_left);
  const bool left = is_left != 0;
  for (vtkProp* prop : seen_by_[0]) prop->SetVisibility(left ? 1 : 0);
  for (vtkProp* prop : seen_by_[1]) prop->SetVisibility(left ? 0 : 1);
  this->SetExplicitProjectionTransformMatrix(left ? this->LeftEyeToProjectionMatrix
                                                  : this->RightEyeToProjectionMatrix);
  this->SetCameraFromWorldToDeviceMatrix(
      left ? this->WorldToLeftEyeMatrix : this->WorldToRightEyeMatrix, 1.0);
  this->Modified();
}

vtkCamera* EyeRenderer::MakeCamera() { return EyeCamera::New(); }

}  // namespace volvr::xr
