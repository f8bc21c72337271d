// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkGenericOpenGLRenderWindow.h>

#include "render/egl_context.h"

namespace volvr::render {

/// A VTK window that draws into its own framebuffers in an EglContext, for a VTK without EGL
/// windows.
class EglRenderWindow : public vtkGenericOpenGLRenderWindow {
 public:
  static EglRenderWindow* New();
  vtkTypeMacro(EglRenderWindow, vtkGenericOpenGLRenderWindow);

  /// `context` must live until the window is gone.
  void set_context(const EglContext* context);

  void MakeCurrent() override;
  bool IsCurrent() override;
  void OpenGLInitContext() override;
  int GetColorBufferSizes(int* rgba) override;

 protected:
  EglRenderWindow() = default;
  ~EglRenderWindow() override = default;

 private:
  const EglContext* context_ = nullptr;
};

}  // namespace volvr::render
