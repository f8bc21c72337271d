// SPDX-License-Identifier: Apache-2.0
#include "render/gl_calls.h"

#include <dlfcn.h>

#include "render/caster/gl.h"

namespace volvr::test {
namespace {

GlCalls& counted() {
  static GlCalls calls;
  return calls;
}

using Blit = decltype(glBlitFramebuffer);

Blit& real_blit() {
  static Blit blit = nullptr;
  return blit;
}

void GLAPIENTRY count_blit(GLint x0, GLint y0, GLint x1, GLint y1, GLint to_x0, GLint to_y0,
                           GLint to_x1, GLint to_y1, GLbitfield mask, GLenum filter) {
  ++counted().blits;
  real_blit()(x0, y0, x1, y1, to_x0, to_y0, to_x1, to_y1, mask, filter);
}

using Fill = decltype(glTexSubImage3D);

Fill& real_fill() {
  static Fill fill = nullptr;
  return fill;
}

std::size_t& texels_sent() {
  static std::size_t texels = 0;
  return texels;
}

void GLAPIENTRY count_fill(GLenum target, GLint level, GLint x, GLint y, GLint z, GLsizei width,
                           GLsizei height, GLsizei depth, GLenum format, GLenum type,
                           const void* data) {
  texels_sent() += static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                   static_cast<std::size_t>(depth);
  real_fill()(target, level, x, y, z, width, height, depth, format, type, data);
}

bool& few_bits() {
  static bool few = false;
  return few;
}

int& times_lost() {
  static int times = 0;
  return times;
}

using ResetStatus = decltype(glGetGraphicsResetStatus);

ResetStatus& real_status() {
  static ResetStatus status = nullptr;
  return status;
}

GLenum GLAPIENTRY told_status() {
  return times_lost()-- > 0 ? GL_UNKNOWN_CONTEXT_RESET : GL_NO_ERROR;
}

}  // namespace

FewBits::FewBits() {
  few_bits() = true;
}

FewBits::~FewBits() {
  few_bits() = false;
}

TexelsSent::TexelsSent() {
  texels_sent() = 0;
  real_fill() = glTexSubImage3D;
  glTexSubImage3D = &count_fill;
}

TexelsSent::~TexelsSent() {
  glTexSubImage3D = real_fill();
}

std::size_t TexelsSent::three_dimensional() const {
  return texels_sent();
}

LostContext::LostContext(int times) {
  times_lost() = times;
  real_status() = glGetGraphicsResetStatus;
  glGetGraphicsResetStatus = &told_status;
}

LostContext::~LostContext() {
  glGetGraphicsResetStatus = real_status();
}

void count_gl_calls() {
  if (glBlitFramebuffer == &count_blit) return;
  real_blit() = glBlitFramebuffer;
  glBlitFramebuffer = &count_blit;
}

GlCalls gl_calls() {
  return counted();
}

}  // namespace volvr::test

// These stand before the OpenGL library's own, for everything that this program links.
#undef glFinish
extern "C" void GLAPIENTRY glFinish() {
  ++volvr::test::counted().finishes;
  using Finish = void (*)();
  static const auto real = reinterpret_cast<Finish>(dlsym(RTLD_NEXT, "glFinish"));
  if (real != nullptr) real();
}

#undef glGetTexLevelParameteriv
extern "C" void GLAPIENTRY glGetTexLevelParameteriv(GLenum target, GLint level, GLenum what,
                                                    GLint* value) {
  using Get = void (*)(GLenum, GLint, GLenum, GLint*);
  static const auto real = reinterpret_cast<Get>(dlsym(RTLD_NEXT, "glGetTexLevelParameteriv"));
  if (real != nullptr) real(target, level, what, value);
  if (what == GL_TEXTURE_RED_SIZE && *value == 16 && volvr::test::few_bits()) *value = 8;
}
