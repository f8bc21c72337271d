// SPDX-License-Identifier: Apache-2.0
#include "render/caster/opaque_depth.h"

#include <vtkOpenGLState.h>
#include <vtkProp.h>
#include <vtkPropCollection.h>

namespace volvr::render {

namespace {

GLint attachment(GLenum what) {
  GLint value = 0;
  glGetFramebufferAttachmentParameteriv(GL_DRAW_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, what, &value);
  return value;
}

// The texture that the bound framebuffer draws depths into; 0 where it is something else.
OpaqueDepth::Source attached_texture() {
  OpaqueDepth::Source source;
  GLint framebuffer = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer);
  if (framebuffer == 0) return source;
  if (attachment(GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE) != GL_TEXTURE) return source;
  if (attachment(GL_FRAMEBUFFER_ATTACHMENT_TEXTURE_LAYER) != 0) return source;
  GLint samples = 0;
  glGetIntegerv(GL_SAMPLES, &samples);
  source.texture = static_cast<GLuint>(attachment(GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME));
  source.samples = samples > 0;
  return source;
}

Eigen::Array2i size_of(const OpaqueDepth::Source& source, vtkOpenGLRenderWindow& window) {
  const GLenum target = source.samples ? GL_TEXTURE_2D_MULTISAMPLE : GL_TEXTURE_2D;
  window.GetState()->vtkglActiveTexture(GL_TEXTURE0);
  glBindTexture(target, source.texture);
  Eigen::Array2i size(0, 0);
  glGetTexLevelParameteriv(target, 0, GL_TEXTURE_WIDTH, &size[0]);
  glGetTexLevelParameteriv(target, 0, GL_TEXTURE_HEIGHT, &size[1]);
  return size;
}

}  // namespace

bool OpaqueDepth::matters(vtkRenderer& renderer, vtkVolume& volume) {
  vtkPropCollection* props = renderer.GetViewProps();
  vtkCollectionSimpleIterator at = nullptr;
  props->InitTraversal(at);
  while (vtkProp* prop = props->GetNextProp(at)) {
    if (prop == &volume || prop->GetVisibility() == 0) continue;
    if (prop->HasOpaqueGeometry() != 0) return true;
  }
  return false;
}

OpaqueDepth::Source OpaqueDepth::of_viewport(vtkOpenGLRenderWindow& window,
                                             const Eigen::Array4i& viewport) {
  Source source = attached_texture();
  if (source.texture != 0) {
    const Eigen::Array2i size = size_of(source, window);
    if ((size > 0).all()) {
      source.part << viewport.head<2>().cast<float>() / size.cast<float>(),
          viewport.tail<2>().cast<float>() / size.cast<float>();
      return source;
    }
  }
  source = {};
  const Eigen::Vector3i size(viewport[2], viewport[3], 0);
  const bool is_new =
      copy_.allocate(window, size, {GL_DEPTH_COMPONENT32F, GL_DEPTH_COMPONENT, GL_FLOAT, false});
  vtkOpenGLState* state = window.GetState();
  if (copy_framebuffer_ == 0) glGenFramebuffers(1, &copy_framebuffer_);
  GLint drawn = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &drawn);
  state->PushFramebufferBindings();
  state->vtkglBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<unsigned>(drawn));
  state->vtkglBindFramebuffer(GL_DRAW_FRAMEBUFFER, copy_framebuffer_);
  if (is_new) {
    glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, copy_.handle(),
                           0);
    glDrawBuffer(GL_NONE);
  }
  {
    const vtkOpenGLState::ScopedglEnableDisable scissor(state, GL_SCISSOR_TEST);
    state->vtkglDisable(GL_SCISSOR_TEST);
    glBlitFramebuffer(viewport[0], viewport[1], viewport[0] + viewport[2],
                      viewport[1] + viewport[3], 0, 0, viewport[2], viewport[3],
                      GL_DEPTH_BUFFER_BIT, GL_NEAREST);
  }
  state->PopFramebufferBindings();
  source.texture = copy_.handle();
  return source;
}

std::vector<float> OpaqueDepth::read(const Eigen::Array4i& viewport) {
  GLint drawn = 0;
  GLint read = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &drawn);
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(drawn));
  std::vector<float> depths(static_cast<std::size_t>(viewport[2]) *
                            static_cast<std::size_t>(viewport[3]));
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  glReadPixels(viewport[0], viewport[1], viewport[2], viewport[3], GL_DEPTH_COMPONENT, GL_FLOAT,
               depths.data());
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(read));
  return depths;
}

void OpaqueDepth::free() {
  copy_.free();
  if (copy_framebuffer_ != 0) glDeleteFramebuffers(1, &copy_framebuffer_);
  copy_framebuffer_ = 0;
}

}  // namespace volvr::render
