// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

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

  /// Whether OpenGL's functions were loaded, as the first picture does.
  bool IsInitialized() const { return Initialized; }

  void MakeCurrent() override;
  bool IsCurrent() override;

  /// The context is current between the two, and afterwards only if it was before.
  void PushContext() override;
  void PopContext() override;

  void OpenGLInitContext() override;
  int GetColorBufferSizes(int* rgba) override;

 protected:
  EglRenderWindow() = default;
  ~EglRenderWindow() override = default;

 private:
  const EglContext* context_ = nullptr;
  std::vector<bool> was_current_;
};

}  // namespace volvr::render
