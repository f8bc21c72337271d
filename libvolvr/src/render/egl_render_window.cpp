// SPDX-License-Identifier: Apache-2.0
#include "render/egl_render_window.h"

#include <algorithm>

#include <vtkCallbackCommand.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>

namespace volvr::render {

vtkStandardNewMacro(EglRenderWindow);

void EglRenderWindow::set_context(const EglContext* context) {
  context_ = context;
  SetOwnContext(false);
  SetSupportsOpenGL(1);
  SetFrameBlitModeToNoBlit();
  SetMultiSamples(0);
  MakeCurrent();
  SetReadyForRendering(true);
}

void EglRenderWindow::MakeCurrent() {
  if (context_ != nullptr) context_->make_current();
}

bool EglRenderWindow::IsCurrent() {
  return context_ != nullptr && context_->is_current();
}

void EglRenderWindow::PushContext() {
  was_current_.push_back(IsCurrent());
  MakeCurrent();
}

void EglRenderWindow::PopContext() {
  if (was_current_.empty()) return;
  const bool was_current = was_current_.back();
  was_current_.pop_back();
  if (!was_current && context_ != nullptr) context_->release();
}

// VTK 9.3's GLEW loads OpenGL's functions, then asks for a GLX display, finds none and reports that
// as a failure, in every frame. The functions are there: `context_` has drawn on them already.
void EglRenderWindow::OpenGLInitContext() {
  vtkNew<vtkCallbackCommand> silence;
  silence->SetCallback([](vtkObject*, unsigned long, void*, void*) {});
  const unsigned long observer = AddObserver(vtkCommand::ErrorEvent, silence);
  vtkGenericOpenGLRenderWindow::OpenGLInitContext();
  RemoveObserver(observer);
  GlewInitValid = true;
  Initialized = true;
}

// There is no framebuffer of a window system whose sizes could be asked for.
int EglRenderWindow::GetColorBufferSizes(int* rgba) {
  std::fill_n(rgba, 4, 8);
  return 32;
}

}  // namespace volvr::render
