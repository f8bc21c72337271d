// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkOpenXRCamera.h>
#include <vtkOpenXRRenderer.h>
#include <vtkProp.h>

#include <array>
#include <vector>

#include "xr/eye_view.h"

namespace volvr::xr {

/// The two eyes of a frame as VTK's camera. Everything that asks the camera (drawing, culling, a
/// volume mapper's test whether the eye is inside) gets the true off-axis view of the eye in turn.
class EyeCamera : public vtkOpenXRCamera {
 public:
  static EyeCamera* New();
  vtkTypeMacro(EyeCamera, vtkOpenXRCamera);
  EyeCamera(const EyeCamera&) = delete;
  EyeCamera& operator=(const EyeCamera&) = delete;

  /// @param near, far  metres
  void set_views(const EyeViews& views, double near, double far);

  /// Something that one eye alone sees. It must outlive the camera's drawing.
  void add_seen_by(std::size_t eye, vtkProp* prop) { seen_by_[eye].push_back(prop); }

  /// VTK says with this which eye it draws next.
  void SetLeftEye(int is_left) override;

 protected:
  EyeCamera();
  ~EyeCamera() override = default;

  void UpdateWorldToEyeMatrices(vtkRenderer*) override {}
  void UpdateEyeToProjectionMatrices(vtkRenderer*) override {}

 private:
  std::array<std::vector<vtkProp*>, 2> seen_by_;
};

/// A renderer whose camera is the head: nothing that VTK does by itself moves it. Its picture is as
/// opaque as what is drawn, so that a runtime can lay something below it.
class EyeRenderer : public vtkOpenXRRenderer {
 public:
  static EyeRenderer* New();
  vtkTypeMacro(EyeRenderer, vtkOpenXRRenderer);
  EyeRenderer(const EyeRenderer&) = delete;
  EyeRenderer& operator=(const EyeRenderer&) = delete;

  using vtkOpenXRRenderer::ResetCamera;
  using vtkOpenXRRenderer::ResetCameraClippingRange;
  void ResetCamera() override {}
  void ResetCamera(const double*) override {}
  void ResetCameraClippingRange() override {}
  void ResetCameraClippingRange(const double*) override {}
  vtkCamera* MakeCamera() override;

  /// One translucent thing after the other. VTK's own way mixes them regardless of their order, but
  /// leaves the picture less opaque there than it was.
  void DeviceRenderTranslucentPolygonalGeometry(vtkFrameBufferObjectBase*) override {
    this->UpdateTranslucentPolygonalGeometry();
  }

 protected:
  EyeRenderer() = default;
  ~EyeRenderer() override = default;
};

}  // namespace volvr::xr
