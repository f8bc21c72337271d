// SPDX-License-Identifier: Apache-2.0
#include "render/caster/gl_texture.h"

#include <algorithm>

#include <vtkOpenGLState.h>

namespace volvr::render {

namespace {

constexpr int fill_unit = 0;  // textures are filled through this unit

}  // namespace

std::size_t bytes_per_texel(GLenum internal) {
  switch (internal) {
    case GL_R8:
    case GL_R8_SNORM:
    case GL_R8UI:
      return 1;
    case GL_R16:
    case GL_R16_SNORM:
    case GL_RG8:
    case GL_R16UI:
      return 2;
    case GL_RGBA16F:
    case GL_RGBA16UI:
      return 8;
    case GL_RGB32F:
      return 12;
    case GL_RGBA32F:
      return 16;
    default:
      return 4;
  }
}

void forget_errors() {
  while (glGetError() != GL_NO_ERROR) {
  }
}

bool was_refused() {
  bool refused = false;
  for (GLenum error = glGetError(); error != GL_NO_ERROR; error = glGetError()) {
    refused = refused || error == GL_OUT_OF_MEMORY || error == GL_INVALID_VALUE;
  }
  return refused;
}

bool GlTexture::allocate(vtkOpenGLRenderWindow& window, const Eigen::Vector3i& size,
                         const TextureFormat& format) {
  if (handle_ != 0 && size == size_ && format.internal == format_.internal) return false;
  free();
  size_ = size;
  format_ = format;
  glGenTextures(1, &handle_);
  bind(window, fill_unit);
  const GLint filter = format.linear ? GL_LINEAR : GL_NEAREST;
  glTexParameteri(target(), GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(target(), GL_TEXTURE_MAG_FILTER, filter);
  for (const GLenum axis : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T, GL_TEXTURE_WRAP_R}) {
    glTexParameteri(target(), axis, GL_CLAMP_TO_EDGE);
  }
  glTexParameteri(target(), GL_TEXTURE_MAX_LEVEL, 0);
  const auto internal = static_cast<GLint>(format.internal);
  if (size[2] > 0) {
    glTexImage3D(GL_TEXTURE_3D, 0, internal, size[0], size[1], size[2], 0, format.external,
                 format.type, nullptr);
  } else {
    glTexImage2D(GL_TEXTURE_2D, 0, internal, size[0], size[1], 0, format.external, format.type,
                 nullptr);
  }
  return true;
}

void GlTexture::fill(vtkOpenGLRenderWindow& window, const Eigen::Vector3i& first,
                     const Eigen::Vector3i& size, const void* data) {
  bind(window, fill_unit);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (size_[2] > 0) {
    glTexSubImage3D(GL_TEXTURE_3D, 0, first[0], first[1], first[2], size[0], size[1], size[2],
                    format_.external, format_.type, data);
  } else {
    glTexSubImage2D(GL_TEXTURE_2D, 0, first[0], first[1], size[0], size[1], format_.external,
                    format_.type, data);
  }
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

void GlTexture::bind(vtkOpenGLRenderWindow& window, int unit) const {
  window.GetState()->vtkglActiveTexture(GL_TEXTURE0 + static_cast<unsigned>(unit));
  glBindTexture(target(), handle_);
}

std::size_t GlTexture::bytes() const {
  if (handle_ == 0) return 0;
  const auto texels = size_.cwiseMax(1).cast<std::size_t>().prod();
  return texels * bytes_per_texel(format_.internal);
}

void GlTexture::free() {
  if (handle_ != 0) glDeleteTextures(1, &handle_);
  handle_ = 0;
  size_.setZero();
}

}  // namespace volvr::render
