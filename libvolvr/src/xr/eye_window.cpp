// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_window.h"

#include <vtkObjectFactory.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLShaderCache.h>
#include <vtkOpenGLState.h>
#include <vtkRendererCollection.h>
#include <vtkTextureObject.h>
#include <vtk_glew.h>

#include <algorithm>
#include <utility>

#include "xr/eye_camera.h"

namespace volvr::xr {

namespace {

std::vector<std::uint8_t> read_rgba(EyeSize size) {
  std::vector<std::uint8_t> rising(static_cast<std::size_t>(size.width) * 4 *
                                   static_cast<std::size_t>(size.height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, rising.data());
  return rising;
}

// OpenGL's rows go up, a picture's go down.
template <class Take>
void each_from_above(const std::vector<std::uint8_t>& rising, EyeSize size, Take&& take) {
  for (int y = size.height; y-- > 0;) {
    const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) * 4;
    for (int x = 0; x < size.width; ++x) take(&rising[row + static_cast<std::size_t>(x) * 4]);
  }
}

Picture picture_of(const std::vector<std::uint8_t>& rgba, EyeSize size) {
  Picture picture{.width = size.width, .height = size.height, .rgb = {}};
  picture.rgb.reserve(rgba.size() / 4 * 3);
  each_from_above(rgba, size, [&](const std::uint8_t* at) {
    picture.rgb.insert(picture.rgb.end(), at, at + 3);
  });
  return picture;
}

std::vector<std::uint8_t> opacity_of(const std::vector<std::uint8_t>& rgba, EyeSize size) {
  std::vector<std::uint8_t> opacity;
  opacity.reserve(rgba.size() / 4);
  each_from_above(rgba, size, [&](const std::uint8_t* at) { opacity.push_back(at[3]); });
  return opacity;
}

std::string gl_text(GLenum name) {
  const auto* text = reinterpret_cast<const char*>(glGetString(name));
  return text != nullptr ? text : "";
}

}  // namespace

vtkStandardNewMacro(EyeWindow);

EyeWindow::~EyeWindow() { this->EyeWindow::Finalize(); }

void EyeWindow::Initialize() {
  if (this->VRInitialized) return;
  this->HelperWindow->SetShowWindow(false);
  this->HelperWindow->Initialize();
  this->MakeCurrent();
  this->OpenGLInit();
  this->VRInitialized = true;
}

void EyeWindow::release_graphics() {
  if (!this->VRInitialized) return;
  this->MakeCurrent();
  if (framebuffer_ != 0) glDeleteFramebuffers(1, &framebuffer_);
  framebuffer_ = 0;
  copy_.free();
  depth_.free();
  panel_pixels_.free();
  this->ReleaseGraphicsResources(this);
}

void EyeWindow::Finalize() {
  if (!this->VRInitialized) return;
  release_graphics();
  this->HelperWindow->Finalize();
  this->VRInitialized = false;
}

std::string EyeWindow::graphics_name() {
  this->MakeCurrent();
  return gl_text(GL_RENDERER) + ", OpenGL " + gl_text(GL_VERSION);
}

void EyeWindow::draw(const EyeViews& views, double near, std::vector<Swapchain>& eyes,
                     std::vector<Swapchain>& depths, render::FrameTimer& timer) {
  this->Size[0] = eyes.front().size().width;
  this->Size[1] = eyes.front().size().height;
  vtkCollectionSimpleIterator at = nullptr;
  this->Renderers->InitTraversal(at);
  while (vtkRenderer* renderer = this->Renderers->GetNextRenderer(at)) {
    if (auto* camera = dynamic_cast<EyeCamera*>(renderer->GetActiveCamera())) {
      camera->set_views(views, near, far_plane);
      if (renderer->GetLightFollowCamera() != 0) renderer->UpdateLightsGeometryToFollowCamera();
    }
  }
  views_ = &views;
  eyes_ = &eyes;
  depths_ = &depths;
  near_ = near;
  timer_ = &timer;
  this->Render();
  views_ = nullptr;
  eyes_ = nullptr;
  timer_ = nullptr;
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  capture_ = false;
}

void EyeWindow::Render() {
  if (eyes_ == nullptr) return;
  this->vtkVRRenderWindow::Render();
}

void EyeWindow::StereoMidpoint() { hand_over(0); }

void EyeWindow::StereoRenderComplete() { hand_over(1); }

void EyeWindow::hand_over(std::size_t eye) {
  vtkOpenGLState* state = this->GetState();
  state->vtkglDisable(GL_MULTISAMPLE);
  if (eyes_ == nullptr || failure_) return;
  timer_->pause();
  try {
    copy_to((*eyes_)[eye], eye);
    if (depths_->size() == 2) copy_depth((*depths_)[eye], eye);
  } catch (...) {
    failure_ = std::current_exception();
  }
}

// The timer is paused.
void EyeWindow::copy_to(Swapchain& swapchain, std::size_t eye) {
  vtkOpenGLState* state = this->GetState();
  const std::uint32_t texture = swapchain.acquire();
  this->MakeCurrent();
  timer_->resume();
  if (framebuffer_ == 0) glGenFramebuffers(1, &framebuffer_);

  state->PushFramebufferBindings();
  state->vtkglBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
  glDisable(GL_FRAMEBUFFER_SRGB);
  state->vtkglDisable(GL_SCISSOR_TEST);
  const int width = this->Size[0];
  const int height = this->Size[1];
  glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  if (capture_ || (copy_wanted_ && eye == 0)) let_read(eye, swapchain.size());
  state->PopFramebufferBindings();
  swapchain.release();
}

// What was drawn is bound for reading, what is handed over for drawing.
void EyeWindow::let_read(std::size_t eye, EyeSize size) {
  vtkOpenGLState* state = this->GetState();
  if (behind_) {
    drawing_aside([&] { panel_pixels_.fill_behind(*behind_, (*views_)[eye], size); });
    state->vtkglBindFramebuffer(GL_READ_FRAMEBUFFER, panel_pixels_.filled());
  }
  if (copy_wanted_ && eye == 0) copy_beside(size);
  if (capture_) capture(eye, size);
}

void EyeWindow::capture(std::size_t eye, EyeSize size) {
  vtkOpenGLState* state = this->GetState();
  state->vtkglBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  std::vector<std::uint8_t> rgba = read_rgba(size);
  captured_opacity_[eye] = opacity_of(rgba, size);
  if (behind_) {
    state->vtkglBindFramebuffer(GL_READ_FRAMEBUFFER, panel_pixels_.filled());
    rgba = read_rgba(size);
  }
  captured_[eye] = picture_of(rgba, size);
}

void EyeWindow::copy_panel(const ShownPanel& panel, std::uint32_t texture) {
  this->MakeCurrent();
  drawing_aside([&] { panel_pixels_.copy(panel, texture); });
}

// VTK is told of whatever the work changes of OpenGL's state.
void EyeWindow::drawing_aside(const std::function<void()>& work) {
  vtkOpenGLState* state = this->GetState();
  state->Reset();
  state->Push();
  this->GetShaderCache()->ReleaseCurrentShader();
  glDisable(GL_BLEND);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  work();
  state->Pop();
}

void EyeWindow::copy_beside(EyeSize size) {
  const auto now = std::chrono::steady_clock::now();
  const double passed = std::chrono::duration<double>(now - copied_at_).count();
  copied_at_ = now;
  copy_wanted_ = false;
  const EyeView& view = views_->front();
  const Eigen::Quaterniond calm =
      calm_.step(Eigen::Quaterniond(view.scene_from_eye.linear()), passed);
  drawing_aside([&] { copy_.take(size, view, calm); });
}

void EyeWindow::copy_depth(Swapchain& depths, std::size_t eye) {
  vtkTextureObject* drawn = this->GetRenderFramebuffer()->GetDepthAttachmentAsTextureObject();
  if (drawn == nullptr) return;
  timer_->pause();
  const std::uint32_t texture = depths.acquire();
  this->MakeCurrent();
  timer_->resume();
  drawing_aside([&] {
    depth_.draw(*drawn, (*views_)[eye], near_, far_plane, box_, texture, depths.size());
  });
  depths.release();
}

}  // namespace volvr::xr
