// SPDX-License-Identifier: Apache-2.0
#include "render/window_side.h"

#include <utility>

#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtk_glew.h>

namespace volvr::render {

void WindowSide::resize(int width, int height) {
  window_width_ = width;
  window_height_ = height;
  width_ = overlay_ == nullptr ? 0 : overlay_->width(width, height);
  if (width_ > 0) return;
  pressed_ = false;
  waiting_.clear();
  last_ = {};
}

Overlay::Mouse WindowSide::mouse(double x, double y, double scroll) const {
  Overlay::Mouse result{.at = {}, .pressed = pressed_, .scroll = scroll};
  if (is_over(x) || pressed_) result.at = Eigen::Vector2d(x - left(), window_height_ - y);
  return result;
}

bool WindowSide::press(double x, double y) {
  if (!is_over(x) || study_pressed_) {
    study_pressed_ = true;
    return false;
  }
  waiting_.push_back(mouse(x, y));
  pressed_ = true;
  waiting_.push_back(mouse(x, y));
  return true;
}

bool WindowSide::release(double x, double y) {
  study_pressed_ = false;
  if (!pressed_) return false;
  pressed_ = false;
  waiting_.push_back(mouse(x, y));
  return true;
}

bool WindowSide::move(double x, double y) {
  if (width_ == 0 || study_pressed_) return false;
  waiting_.push_back(mouse(x, y));
  return pressed_ || is_over(x);
}

bool WindowSide::wheel(int clicks, double x, double y) {
  if (!is_over(x)) return false;
  waiting_.push_back(mouse(x, y, clicks));
  return true;
}

bool WindowSide::step(double seconds) {
  if (width_ == 0) return false;
  std::vector<Overlay::Mouse> events = std::exchange(waiting_, {});
  last_.scroll = 0.0;
  if (events.empty()) events.push_back(last_);
  bool differs = false;
  const double each = seconds / static_cast<double>(events.size());
  for (const Overlay::Mouse& event : events) {
    differs = overlay_->step(event, width_, window_height_, each) || differs;
    last_ = event;
  }
  return differs;
}

void WindowSide::place(vtkRenderer& renderer) const {
  const double part = window_width_ > 0 ? static_cast<double>(left()) / window_width_ : 1.0;
  renderer.SetViewport(0.0, 0.0, part, 1.0);
}

// VTK keeps the study's picture in a framebuffer of its own: that is copied into the window's, then
// the overlay, and both are shown.
void WindowSide::show(vtkRenderWindow& window) const {
  auto* open_gl = vtkOpenGLRenderWindow::SafeDownCast(&window);
  if (width_ == 0 || open_gl == nullptr) return window.Frame();
  constexpr unsigned window_itself = 0;
  vtkOpenGLState* state = open_gl->GetState();
  state->PushFramebufferBindings();
  state->vtkglBindFramebuffer(GL_FRAMEBUFFER, window_itself);
  open_gl->BlitDisplayFramebuffer();
  overlay_->draw(window_itself, left(), 0);
  state->PopFramebufferBindings();
  open_gl->SetFrameBlitModeToNoBlit();
  window.SwapBuffersOn();
  window.Frame();
  open_gl->SetFrameBlitModeToBlitToHardware();
}

}  // namespace volvr::render
