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

// How the bound framebuffer keeps its depths: they are copied into the same format alone.
GLenum depth_format(vtkOpenGLRenderWindow& window) {
  GLint framebuffer = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer);
  GLint format = GL_DEPTH24_STENCIL8;
  if (framebuffer == 0) return GL_DEPTH24_STENCIL8;
  const GLint kind = attachment(GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE);
  const auto name = static_cast<GLuint>(attachment(GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME));
  if (kind == GL_RENDERBUFFER) {
    glBindRenderbuffer(GL_RENDERBUFFER, name);
    glGetRenderbufferParameteriv(GL_RENDERBUFFER, GL_RENDERBUFFER_INTERNAL_FORMAT, &format);
    glBindRenderbuffer(GL_RENDERBUFFER, 0);
  } else if (kind == GL_TEXTURE) {
    GLint samples = 0;
    glGetIntegerv(GL_SAMPLES, &samples);
    const GLenum target = samples > 0 ? GL_TEXTURE_2D_MULTISAMPLE : GL_TEXTURE_2D;
    window.GetState()->vtkglActiveTexture(GL_TEXTURE0);
    glBindTexture(target, name);
    glGetTexLevelParameteriv(target, 0, GL_TEXTURE_INTERNAL_FORMAT, &format);
  }
  return static_cast<GLenum>(format);
}

TextureFormat texture_format(GLenum depth_format) {
  switch (depth_format) {
    case GL_DEPTH24_STENCIL8:
    case GL_DEPTH_STENCIL:
      return {GL_DEPTH24_STENCIL8, GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8, false};
    case GL_DEPTH32F_STENCIL8:
      return {GL_DEPTH32F_STENCIL8, GL_DEPTH_STENCIL, GL_FLOAT_32_UNSIGNED_INT_24_8_REV, false};
    default:
      return {depth_format, GL_DEPTH_COMPONENT, GL_FLOAT, false};
  }
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
  copy(window, viewport);
  source = {};
  source.texture = copy_.handle();
  return source;
}

void OpaqueDepth::copy(vtkOpenGLRenderWindow& window, const Eigen::Array4i& viewport) {
  const Eigen::Vector3i size(viewport[2], viewport[3], 0);
  const TextureFormat format = texture_format(depth_format(window));
  const bool is_new = copy_.allocate(window, size, format);
  vtkOpenGLState* state = window.GetState();
  if (copy_framebuffer_ == 0) glGenFramebuffers(1, &copy_framebuffer_);
  GLint drawn = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &drawn);
  state->PushFramebufferBindings();
  state->vtkglBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<unsigned>(drawn));
  state->vtkglBindFramebuffer(GL_DRAW_FRAMEBUFFER, copy_framebuffer_);
  if (is_new) {
    const bool has_stencil = format.external == GL_DEPTH_STENCIL;
    glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER,
                           has_stencil ? GL_DEPTH_STENCIL_ATTACHMENT : GL_DEPTH_ATTACHMENT,
                           GL_TEXTURE_2D, copy_.handle(), 0);
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
}

std::vector<float> OpaqueDepth::read(vtkOpenGLRenderWindow& window,
                                     const Eigen::Array4i& viewport) {
  GLint drawn = 0;
  GLint read = 0;
  GLint samples = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &drawn);
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
  glGetIntegerv(GL_SAMPLES, &samples);
  Eigen::Array2i from = viewport.head<2>();
  // Several samples a pixel cannot be read at once.
  if (samples > 0) {
    copy(window, viewport);
    drawn = static_cast<GLint>(copy_framebuffer_);
    from.setZero();
  }
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(drawn));
  std::vector<float> depths(static_cast<std::size_t>(viewport[2]) *
                            static_cast<std::size_t>(viewport[3]));
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  glReadPixels(from[0], from[1], viewport[2], viewport[3], GL_DEPTH_COMPONENT, GL_FLOAT,
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
