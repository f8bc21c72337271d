// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include <vtkNew.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderer.h>

#include "render/caster/gl_texture.h"
#include "render/caster/gpu_paths.h"
#include "render/studio.h"

namespace volvr::test {

/// Tests of what lives on the GPU, in a context without anything to draw.
class InContext : public Drawing {
 protected:
  void SetUp() override {
    Drawing::SetUp();
    if (IsSkipped()) return;
    target_ = std::make_unique<render::OffscreenTarget>(-1, 8, 8, log_);
    target_->add(renderer_);
    target_->draw();
  }

  void require_compute() {
    bool can = false;
    in_context([&](vtkOpenGLRenderWindow&) { can = render::has_compute(); });
    if (!can) GTEST_SKIP() << "This driver has no compute shaders.";
  }

  template <class F>
  void in_context(F&& f) {
    target_->with_context(
        [&] { f(static_cast<vtkOpenGLRenderWindow&>(*renderer_->GetRenderWindow())); });
  }

 private:
  render::MessageLog log_;
  vtkNew<vtkRenderer> renderer_;
  std::unique_ptr<render::OffscreenTarget> target_;
};

/// A three-dimensional texture's numbers.
template <class T>
std::vector<T> content(const render::GlTexture& texture, GLenum format, GLenum type, int channels) {
  std::vector<T> numbers(static_cast<std::size_t>(texture.size().prod() * channels));
  glBindTexture(GL_TEXTURE_3D, texture.handle());
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glGetTexImage(GL_TEXTURE_3D, 0, format, type, numbers.data());
  return numbers;
}

}  // namespace volvr::test
