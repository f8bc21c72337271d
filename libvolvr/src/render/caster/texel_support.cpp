// SPDX-License-Identifier: Apache-2.0
#include "render/caster/texel_support.h"

#include "volvr/error.h"

namespace volvr::render {

namespace {

// Drivers before OpenGL 4.3 cannot be asked.
bool is_interpolated(GLenum internal) {
  GLint major = 0;
  GLint minor = 0;
  glGetIntegerv(GL_MAJOR_VERSION, &major);
  glGetIntegerv(GL_MINOR_VERSION, &minor);
  const bool can_tell = major > 4 || (major == 4 && minor >= 3);
  if (!can_tell || glGetInternalformativ == nullptr) return true;
  GLint support = GL_FULL_SUPPORT;
  glGetInternalformativ(GL_TEXTURE_3D, internal, GL_FILTER, 1, &support);
  return support != GL_NONE;
}

}  // namespace

bool is_kept_and_interpolated(vtkOpenGLRenderWindow& window, const TextureFormat& format,
                              int bits) {
  GlTexture probe;
  probe.allocate(window, Eigen::Vector3i(2, 2, 2), format);
  GLint held = 0;
  glGetTexLevelParameteriv(GL_TEXTURE_3D, 0, GL_TEXTURE_RED_SIZE, &held);
  probe.free();
  return held >= bits && is_interpolated(format.internal);
}

Texels supported_texels(vtkOpenGLRenderWindow& window, vtkDataArray& values) {
  const Texels texels = texels_of(values);
  const int components = values.GetNumberOfComponents();
  const int bits = 8 * static_cast<int>(bytes_per_texel(texels.format.internal)) / components;
  if (is_kept_and_interpolated(window, texels.format, bits)) return texels;
  const Texels floats{{GL_R32F, GL_RED, GL_FLOAT}, 1.0, false};
  if (components == 1 && is_kept_and_interpolated(window, floats.format, 32)) return floats;
  throw Error(ErrorCode::unsupported,
              "This graphics driver does not interpolate between the voxels of such a volume.");
}

}  // namespace volvr::render
